"""Every kind of sheet looks as it did when somebody looked at it; ``python -m tools.golden`` renews the pictures."""

import pytest
from PIL import Image, ImageDraw

from tests.golden import NAMES, compare, draw, open_golden


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_looks_as_it_did(name: str) -> None:
    difference = compare(draw(name), open_golden(name))
    assert not difference.is_seen, f"{name}: {difference}; look, then: python -m tools.golden {name}"


def test_what_a_reader_would_notice_is_noticed_and_a_breath_is_not() -> None:
    kept = open_golden(NAMES[0])
    without_sign, moved = kept.copy(), Image.new("RGB", kept.size, "white")
    ImageDraw.Draw(without_sign).rectangle((480, 150, 492, 162), fill="#3A6EA5")
    assert compare(kept, without_sign).is_seen
    moved.paste(kept, (3, 2))
    assert compare(kept, moved).is_seen
    assert not compare(kept, kept.quantize(128).convert("RGB")).is_seen
    assert compare(kept, kept.resize((10, 10))).is_seen
