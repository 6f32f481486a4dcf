"""The custom of a column: told by all its cells together, said by people, or left open and said so."""

import pytest

from layers.errors import Refused
from layers.imports.column_conventions import Convention, find_convention
from layers.imports.import_layers import TARGETS, TargetField

_DAY = TARGETS["visits"].field("visited_on")
_NUMBER = TARGETS["hotspots"].field("position_accuracy_m")
_WHOLE = TARGETS["visits"].field("head_count")


@pytest.mark.parametrize(
    ("field", "cells", "found"),
    [
        (_DAY, ["03/02/2012", "13/02/2012"], Convention("day", "day_first", "shown")),
        (_DAY, ["03/02/2012", "02/13/2012"], Convention("day", "month_first", "shown")),
        (_DAY, ["03/02/2012"], Convention("day", "day_first", "usual")),
        (_DAY, ["2012-02-03", "45366"], Convention("day", "day_first", "plain")),
        (_DAY, ["13/02/2012", "02/13/2012"], Convention("day", "day_first", "mixed", is_open=True)),
        (_NUMBER, ["12,5", "1.234"], Convention("number", "comma", "shown")),
        (_NUMBER, ["1.234"], Convention("number", "comma", "unclear", is_open=True)),
        (_WHOLE, ["1.234"], Convention("number", "comma", "whole")),
        (_WHOLE, [], Convention("number", "comma", "plain")),
    ],
)
def test_a_column_tells_its_custom(field: TargetField, cells: list[str], found: Convention) -> None:
    assert find_convention(field, cells) == found


def test_people_know_better() -> None:
    said = find_convention(_NUMBER, ["1.234"], "dot")
    assert (said.reason, said.read_number("1.234")) == ("given", 1.234)
    with pytest.raises(Refused, match="import_convention_unknown"):
        find_convention(_NUMBER, ["1.234"], "day_first")


def test_only_what_could_be_either_is_left_open() -> None:
    mixed = find_convention(_DAY, ["13/02/2012", "02/13/2012"])
    assert mixed.read_day("03/02/2012") is None
    assert mixed.may_be_two("03/02/2012")
    assert not mixed.may_be_two("hôm qua")
    assert str(mixed.read_day("13/02/2012")) == "2012-02-13"
