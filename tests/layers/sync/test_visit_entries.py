"""A visit as its entry tells it: every field of it reaches the register."""

from datetime import UTC, date, datetime

import pytest

from layers.actor import Actor
from layers.errors import Refused
from layers.store.database import Database
from layers.supervision.checklists import get_current_checklist
from layers.supervision.visit_records import Position, get_visit
from layers.sync.bodies import Body
from layers.sync.clocks import Clocks
from layers.sync.visit_entries import FIELDS, read_visit
from tests.layers.sync.carrying import NOON, add_actor, add_device, add_lists, make_entry, receive, visit_body

CLOCKS = Clocks(NOON, NOON, NOON)


@pytest.fixture
def actor(database: Database) -> Actor:
    add_lists(database)
    return add_actor(database)


def test_all_that_was_seen_reaches_the_register(database: Database, actor: Actor) -> None:
    with database.read() as connection:
        form = get_current_checklist(connection)
    answers = {item.code: item.answers[-1] for item in form.items}
    body = visit_body(
        checklist=form.id, answers=answers, visited_on="2026-11-21", form="report", units=["MAT_TRAN", "HOI_CCB"],
        head_count=5, result="worse", next_on="2026-11-28", note=" Đèn hỏng. ", images=[],
        position={"lon": 106.6496, "lat": 10.7365, "accuracy_m": 25.0}, planned=None,
    )  # fmt: skip
    (answer,) = receive(database, actor, add_device(database, actor), make_entry(body))
    with database.read() as connection:
        told = get_visit(connection, actor, answer.object_id, date(2026, 11, 22))
    assert (told.visited_on, told.next_on) == (date(2026, 11, 21), date(2026, 11, 28))
    assert (told.form, told.result, told.head_count, told.note) == ("report", "worse", 5, "Đèn hỏng.")
    assert (told.units, told.answers) == (("MAT_TRAN", "HOI_CCB"), answers)
    assert told.position == Position(106.6496, 10.7365, 25.0)
    assert told.distance_m is not None
    assert told.distance_m < 1000
    assert told.device_at == datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def test_the_day_is_that_of_the_recording_where_none_is_told() -> None:
    told = read_visit(Body(visit_body(), FIELDS), CLOCKS)
    assert told.draft.visited_on == date(2026, 11, 22)
    assert told.planned is None


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"answers": {"lights": 1}}, "answers.lights"),
        ({"answers": ["lights"]}, "answers"),
        ({"planned": {"visit": "GS00001"}}, "planned.version"),
        ({"planned": {"visit": "GS00001", "version": 1, "x": 1}}, "planned.x"),
        ({"position": {"lat": 1}}, "position.lon"),
        ({"position": {"lon": 1, "lat": 1, "accuracy_m": 1e9}}, "position.accuracy_m"),
        ({"head_count": 201}, "head_count"),
        ({"note": "x" * 1001}, "note"),
        ({"images": ["1"]}, "images"),
        ({"form": None}, "form"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_visit_cannot_be_is_named(told: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        read_visit(Body(visit_body(**told), FIELDS), CLOCKS)
    assert (refused.value.code, refused.value.facts["field"]) == ("entry_malformed", field)
