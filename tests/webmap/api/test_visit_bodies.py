"""What a program sends about a visit, and what it makes of the visit of the register."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from layers.errors import Refused
from layers.supervision.visit_records import Position, VisitRecord
from webmap.api.visit_bodies import describe_visit, is_same_visit, read_sent

SEEN = {"visited_on": "2026-11-20", "result": "same", "head_count": 3}
RECORD = VisitRecord(
    1, 1, "u", "GS00001", "DB00001", "Hẻm 1", None, (), 2, "made", date(2026, 11, 20), None, date(2026, 11, 20),
    "meeting", ("MAT_TRAN",), 3, "cũ", "same", date(2026, 12, 1), 5, {"den": "co"}, Position(106.6, 10.7), 4.0,
    None, None, datetime(2026, 11, 20, tzinfo=UTC), None,
)  # fmt: skip
NOWHERE: Any = None
"""No connection: nothing is looked up."""


def _sent(*, is_whole: bool, **properties: object) -> Any:
    return read_sent({"properties": {"hotspot": "DB00001", **properties}}, is_whole=is_whole)


def test_a_part_changes_what_it_names_and_a_whole_says_all() -> None:
    part = describe_visit(NOWHERE, _sent(is_whole=False, head_count=5, note=None), RECORD)
    assert (part.head_count, part.note, part.form, part.next_on) == (5, None, "meeting", date(2026, 12, 1))
    whole = describe_visit(NOWHERE, _sent(is_whole=True, **SEEN), RECORD)
    assert (whole.form, whole.units, whole.note, whole.next_on) == ("on_site", (), None, None)
    for draft in (part, whole):  # what is not told stays
        assert (draft.answers, draft.checklist_id, draft.position) == (
            {"den": "co"},
            5,
            Position(106.6, 10.7),
        )
    assert is_same_visit(RECORD, describe_visit(NOWHERE, _sent(is_whole=False), RECORD))
    assert not is_same_visit(RECORD, part)


def test_what_was_planned_is_made_by_what_was_seen() -> None:
    plan = replace(
        RECORD, state="planned", visited_on=None, result=None, head_count=None, answers={}, checklist_id=None
    )
    made = describe_visit(NOWHERE, _sent(is_whole=False, **SEEN), plan)
    assert (made.visited_on, made.units, made.position) == (date(2026, 11, 20), ("MAT_TRAN",), None)
    for name in SEEN:
        lacking = {key: value for key, value in SEEN.items() if key != name}
        with pytest.raises(Refused, match="feature_incomplete"):
            describe_visit(NOWHERE, _sent(is_whole=False, **lacking), plan)


@pytest.mark.parametrize(
    "wrong",
    [{"result": "good"}, {"head_count": 0}, {"visited_on": "2026-02-30"}, {"form": 1}, {"owner": "x"}],
)
def test_what_cannot_be_is_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused, match="entry_malformed"):
        _sent(is_whole=True, **{**SEEN, **wrong})
