"""The words of a map or a sheet: kept the same way every time, and never with a person's name."""

import json

import pytest

from geo.errors import PersonalData
from layers.sheets.sheet_words import to_stored


def test_words_are_checked_at_any_depth_and_codes_are_left_alone() -> None:
    sheet = {"title": "Quận 8", "map": {"q": "hem 1678", "ward": "27424@2025-07-01", "zoom": 13, "on": None}}
    assert json.loads(to_stored(sheet)) == sheet
    assert to_stored(dict(reversed(sheet.items()))) == to_stored(sheet)
    for wrong in ({"subtitle": "do ông Nguyễn Văn Tám lập"}, {"map": {"q": "0903 123 456"}}):
        with pytest.raises(PersonalData) as caught:
            to_stored(wrong)
        assert caught.value.facts["field"] in {"subtitle", "q"}
