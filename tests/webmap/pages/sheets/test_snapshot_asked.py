"""What the address of a sheet asks."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from tests.webmap.conftest import SignIn
from webmap.errors import BadParameter
from webmap.pages.sheets.snapshot_asked import AskedSheet, read_asked_sheet, tell_given


@pytest.fixture(autouse=True)
def _request(app: Flask, add_account: SignIn) -> Iterator[None]:
    with app.test_request_context("/"):
        g.account = add_account("officer")
        yield


def _asked(**args: str) -> AskedSheet:
    return read_asked_sheet(MultiDict({name.replace("_", "-"): value for name, value in args.items()}))


def test_an_address_says_map_and_paper() -> None:
    plain = _asked(title="", area=" ")
    assert (plain.spec.kind, plain.spec.paper, plain.spec.has_table, plain.spec.area) == (
        "status",
        "A4",
        True,
        None,
    )
    asked = _asked(
        on="2026-11-20", topic="ma_tuy", since="2026-11-01", sheet="figure", show="visits", paper="A3", table="0",
        restricted="1", title="  Giao ban \n tháng 11 ", as_known_on="2026-11-21",
    )  # fmt: skip
    assert (asked.spec.map.on, asked.spec.map.topic) == (date(2026, 11, 20), ("ma_tuy",))
    assert (asked.show, asked.since, asked.spec.title) == ("visits", date(2026, 11, 1), "Giao ban tháng 11")
    assert asked.known_at
    assert asked.spec.is_restricted
    assert not asked.spec.has_table
    assert _asked(sheet="figure").show is None
    assert _asked(show="visits").show is None


def test_what_cannot_be_is_named() -> None:
    for name, value in (
        ("paper", "A5"), ("show", "x"), ("title", "a" * 501), ("subtitle", "a" * 201), ("area", "'"),
        ("table", "2"), ("since", "x"), ("on", "x"), ("dpi", "96"),
    ):  # fmt: skip
        with pytest.raises(BadParameter) as caught:
            _asked(**{name: value})
        assert caught.value.facts["parameter"] == name


def test_an_address_leaves_out_what_is_so_anyhow() -> None:
    assert tell_given({"paper": "A4", "grid": "none", "q": "", "area": None, "on": "2026-11-20"}) == {
        "grid": "none",
        "on": "2026-11-20",
    }
