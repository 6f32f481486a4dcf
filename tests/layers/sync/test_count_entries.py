"""Counts entered without a network: once, and in conflict where another value stands already."""

from datetime import date
from typing import Any

import pytest

from layers.actor import SYSTEM, Actor
from layers.people.conflicts import list_proposals
from layers.programme.figures import READ, Sheet, enter_counts, read_figures
from layers.programme.units import get_unit
from layers.store.database import Database
from tests.layers.sync.carrying import INSIDE, OUTSIDE, add_actor, add_device, make_entry, receive

MONTH = date(2026, 11, 1)


def counts(**told: Any) -> dict[str, Any]:
    return {"unit": INSIDE, "month": "2026-11", "counts": {"TP": 12, "MD": 0, "CVNL": None}, **told}


@pytest.fixture
def actor(database: Database) -> Actor:
    return add_actor(database, "reporter")


def _read(database: Database) -> dict[str, int | None]:
    with database.read() as connection:
        unit = get_unit(connection, SYSTEM, INSIDE, READ, MONTH)
        return {name: one.value for name, one in read_figures(connection, SYSTEM, unit, MONTH).items()}


def test_counts_are_entered_once(database: Database, actor: Actor) -> None:
    device, entry = add_device(database, actor), make_entry(counts(), "count")
    first, again = (receive(database, actor, device, entry)[0] for _ in range(2))
    assert (first.outcome, first.object_type, first.object_id) == ("stored", "figure", f"{INSIDE} 2026-11")
    assert (again.outcome, again.receipt) == ("already", first.receipt)
    assert _read(database) == {"TP": 12, "MD": 0, "CVNL": None}


def test_another_value_is_a_conflict_until_it_is_corrected_with_a_reason(
    database: Database, actor: Actor
) -> None:
    with database.write(SYSTEM, "count.enter") as change:
        enter_counts(change, Sheet(INSIDE, MONTH, {"TP": 9}, {}))
    device, entry = add_device(database, actor), make_entry(counts(), "count")
    first, again = (receive(database, actor, device, entry)[0] for _ in range(2))
    assert (first.outcome, first.code) == (again.outcome, again.code) == ("conflict", "count_changed")
    assert first.current == again.current
    assert (first.current["counts"], first.current["versions"]) == ({"TP": 9}, {"TP": 1})
    assert _read(database) == {"TP": 9}
    with database.read() as connection:
        (kept,) = list_proposals(connection, actor, database.clock())
    assert (kept.proposal.object_name, kept.proposal.path) == (
        "Phường Bình Đông, 11/2026",
        "/programme/counts",
    )
    fixed = counts(versions={"TP": 1}, reason="Điện thoại đúng")
    (stored,) = receive(database, actor, device, make_entry(fixed, "count", seq=2, replaces=entry.uuid))
    assert stored.outcome == "stored"
    assert _read(database) == {"TP": 12, "MD": 0, "CVNL": None}
    with database.read() as connection:
        assert list_proposals(connection, actor, database.clock()) == ()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"counts": {}}, "entry_incomplete"),
        ({"counts": {"TP": "12"}}, "entry_malformed"),
        ({"counts": {"TP": -1}}, "entry_malformed"),
        ({"counts": {"XX": 1}}, "category_unknown"),
        ({"month": "2026-13"}, "entry_malformed"),
        ({"month": "0000-01"}, "entry_malformed"),
        ({"month": "2027-01"}, "month_in_future"),
        ({"unit": "99999"}, "unit_not_found"),
        ({"unit": OUTSIDE}, "unit_not_found"),
        ({"unit": "27418@2025-07-01"}, "not_allowed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_counted_there_is_refused(
    database: Database, actor: Actor, told: dict[str, Any], code: str
) -> None:
    (answer,) = receive(database, actor, add_device(database, actor), make_entry(counts(**told), "count"))
    assert (answer.outcome, answer.code) == ("refused", code)
    assert _read(database) == {}
