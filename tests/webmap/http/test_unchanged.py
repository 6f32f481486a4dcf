"""What was found is remembered only as long as nothing says that it may be otherwise now."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from layers.actor import SYSTEM
from layers.store.database import Database
from tests.conftest import Clock
from webmap.http.unchanged import LONGEST, Unchanged, is_unchanged, unchanged

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_a_finding_counts_in_its_state_and_its_time_alone() -> None:
    memory = Unchanged(most_bytes=3_000)
    memory.put("who", "lan", "1", NOW + LONGEST)
    assert memory.find("who", "1", NOW) == "lan"
    assert memory.find("who", "2", NOW) is None
    assert memory.find("another", "1", NOW) is None
    assert memory.find("who", "1", NOW + LONGEST) is None
    assert memory.find("who", "1", NOW - timedelta(seconds=1)) is None, "a clock that was set back"
    memory.put("who", "minh", "2", NOW + LONGEST)
    assert memory.find("who", "2", NOW) == "minh"
    for number in range(3):
        memory.put(number, number + 1, "2", NOW + LONGEST)
    assert memory.find("who", "2", NOW) is None, "the memory is full"
    assert [memory.find(number, "2", NOW) for number in range(3)] == [1, 2, 3]


def test_a_request_looks_up_what_changed_since_the_last_one(
    app: Flask, store: Database, clock: Clock
) -> None:
    found: list[int] = []

    def find() -> int:
        found.append(len(found) + 1)
        return found[-1]

    def ask() -> int:
        with app.test_request_context():
            return unchanged("how many", find)

    assert [ask(), ask()] == [1, 1]
    with app.test_request_context():
        assert unchanged("how many", find) == 1
        assert is_unchanged()
        with store.write(SYSTEM, "test") as change:
            change.note("test", "1")
        assert not is_unchanged()
        assert unchanged("how many", find) == 1, "a request answers as of its beginning"
    assert [ask(), ask()] == [2, 2]
    clock.at += LONGEST
    assert [ask(), ask()] == [3, 3]


def test_nothing_found_is_not_remembered(app: Flask) -> None:
    with app.test_request_context():
        assert unchanged("nobody", lambda: None) is None
        assert unchanged("nobody", lambda: "somebody") == "somebody"
        with pytest.raises(ZeroDivisionError):
            unchanged("a fault", lambda: 1 / 0)
        assert unchanged("a fault", lambda: "none") == "none"
