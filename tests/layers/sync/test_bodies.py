"""Reading what a device sent: every field of the kind that it should be, or refused by its name."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from layers.errors import Refused
from layers.sync.bodies import Body
from layers.sync.entries import read_batch
from tests.layers.sync.test_digests import VALUES


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("text", 1), ("text", "x" * 11), ("text", "a\0b"), ("text", "\ud800"), ("code", "a b"), ("code", None),
        ("code", ""), ("codes", "ab"), ("codes", ["a b"]), ("codes", ["a"] * 41), ("uuid", "1"), ("uuid", None),
        ("sha256", "0" * 63), ("pairs", []), ("pairs", {"a b": 1}), ("day", "2026-02-30"), ("day", "20261122"),
        ("day", 20261122), ("day", "0001-01-01"), ("moment", "2026-11-22T09:00:00"), ("moment", None),
        ("moment", "9999-12-31T23:00:00-09:00"), ("moment", "1" * 50), ("switch", 1), ("switch", "true"),
        ("whole", True), ("whole", 1.0), ("whole", -1), ("whole", 2**31), ("whole", None), ("optional_whole", "1"),
    ],
)  # fmt: skip
def test_what_it_cannot_be_is_refused_by_name(method: str, value: object) -> None:
    body = Body({"it": value}, ("it",), "inside.")
    with pytest.raises(Refused) as refused:
        body.text("it", 10) if method == "text" else getattr(body, method)("it")
    assert (refused.value.code, refused.value.facts["field"]) == ("entry_malformed", "inside.it")


@pytest.mark.parametrize("value", [True, "1", float("nan"), float("inf"), 181, -181.0, [], {}])
def test_a_number_is_a_number_within_its_limit(value: object) -> None:
    with pytest.raises(Refused, match="entry_malformed"):
        Body({"lon": value}, ("lon",)).number("lon", most=180)


def test_what_is_missing_is_nothing() -> None:
    body = Body({"it": None}, ("it",))
    assert (body.text("it", 5), body.codes("it"), body.pairs("it"), body.day("it")) == (None, (), {}, None)
    assert (body.optional_whole("it"), body.optional_number("it", most=1), body.switch("it")) == (
        None,
        None,
        False,
    )
    assert body.inner("it", ()) is None


def test_values_come_as_they_are_kept() -> None:
    body = Body(
        {"name": " Cầu ", "on": "2026-11-22", "at": "2026-11-22T09:00:00+07:00"}, ("name", "on", "at")
    )
    assert body.text("name", 10) == "Cầu"
    assert body.day("on") == date(2026, 11, 22)
    assert body.moment("at") == datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, [], "x", {"more": 1}])
def test_an_object_has_the_fields_that_it_may_have(value: object) -> None:
    with pytest.raises(Refused, match="entry_malformed"):
        Body(value, ("it",))


@given(VALUES)
def test_no_json_is_a_batch_by_chance(value: object) -> None:
    with pytest.raises(Refused, match="entry_malformed"):
        read_batch(value)
