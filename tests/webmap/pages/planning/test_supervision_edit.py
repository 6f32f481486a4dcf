"""Making and changing the supervision plan of a ward from its pages."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.areas.boundaries import get_boundary_row
from layers.planning.frequencies import Planner
from layers.planning.progress import WardYear, read_ward
from layers.planning.quotas import Quota
from layers.planning.supervision_plans import find_plan
from layers.store.database import Database
from tests.conftest import START
from tests.layers.planning.rules import PEAK, set_peak
from tests.webmap.conftest import SignIn, post

PHU_DINH, BINH_DONG = "27427@2025-07-01", "27424@2025-07-01"
PAGE = f"/plans/supervision/{PHU_DINH}/2026"


@pytest.fixture(autouse=True)
def officer(sign_in: SignIn) -> None:
    """Sign in who plans for Phú Định."""
    sign_in("officer", PHU_DINH)


def _quotas(store: Database) -> dict[str, Quota | None]:
    with store.read() as connection:
        row = get_boundary_row(connection, PHU_DINH)
        told = read_ward(connection, SYSTEM, WardYear(row, 2026, START.date()), Planner())
    return {place.code: place.quota for place in told.places}


def _version(store: Database) -> int:
    with store.read() as connection:
        found = find_plan(connection, get_boundary_row(connection, PHU_DINH), 2026)
    return found.version if found else 0


def _fields(version: int, *rows: tuple[str, str, str, str], chosen: tuple[str, ...]) -> dict[str, Any]:
    """Return what a browser would send of some rows: code, number, unit, month."""
    names = ("code", "number", "unit", "from_month")
    told = {
        f"rows-{at}-{name}": value
        for at, row in enumerate(rows)
        for name, value in zip(names, row, strict=True)
    }
    return {"version": str(version), "chosen": list(chosen), **told}


THREE = (
    ("DB00003", "4", "per_month", "1"),
    ("DB00004", "10", "every_days", "3"),
    ("DB00002", "", "per_month", "1"),
)


def test_one_button_makes_the_plan_and_adds_what_is_missing_later(
    client: FlaskClient, store: Database
) -> None:
    set_peak(store, PEAK)
    assert "Lập kế hoạch với 3 địa bàn" in client.get(PAGE).text
    answer = post(client, f"{PAGE}/fill", version="0")
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert set(_quotas(store).values()) == {Quota(per_month=4)}
    assert "đã đưa 3 địa bàn" in client.get(PAGE).text.lower()
    assert post(client, f"{PAGE}/fill", version="0").status_code == 303
    assert "vừa được người khác thay đổi" in client.get(PAGE).text
    assert _version(store) == 1
    assert post(client, f"{PAGE}/fill").status_code == 422


def test_the_form_shows_every_place_with_what_the_rule_suggests(client: FlaskClient, store: Database) -> None:
    set_peak(store, PEAK)
    page = client.get(f"{PAGE}/edit").text
    assert page.count('name="chosen"') == 3
    assert page.count('value="4"') >= 3, "the peak is left out of account"


def test_a_plan_is_kept_place_by_place(client: FlaskClient, store: Database) -> None:
    sent = _fields(0, *THREE, chosen=("DB00003", "DB00004"))
    assert post(client, f"{PAGE}/edit", **sent).location == PAGE
    assert _quotas(store) == {
        "DB00003": Quota(per_month=4), "DB00004": Quota(every_days=10, from_month=3), "DB00002": None
    }  # fmt: skip
    late = post(client, f"{PAGE}/edit", **sent)
    assert late.status_code == 412
    assert 'name="version"' in late.text
    again = _fields(1, *THREE, chosen=())
    assert post(client, f"{PAGE}/edit", **again).status_code == 303
    assert set(_quotas(store).values()) == {None}


@pytest.mark.parametrize(
    "row",
    [
        ("DB00003", "", "per_month", "1"),
        ("DB00003", "40", "per_month", "1"),
        ("DB00003", "x", "per_month", "1"),
        ("DB00003", "4", "weekly", "1"),
        ("DB00003", "4", "per_month", "13"),
    ],
)
def test_what_is_wrong_is_told_beside_the_place(client: FlaskClient, store: Database, row: Any) -> None:
    answer = post(client, f"{PAGE}/edit", **_fields(0, row, chosen=("DB00003",)))
    assert answer.status_code == 422
    assert _version(store) == 0


def test_places_of_other_wards_cannot_be_slipped_in(client: FlaskClient, store: Database) -> None:
    foreign = _fields(0, ("DB00001", "4", "per_month", "1"), chosen=("DB00001",))
    assert post(client, f"{PAGE}/edit", **foreign).status_code == 422
    unknown = {**_fields(0, *THREE, chosen=("DB00003",)), "document": "8402887b-755d-5e5a-880f-eca4e5516260"}
    assert post(client, f"{PAGE}/edit", **unknown).status_code == 422
    assert _version(store) == 0


def test_another_ward_is_not_his_to_plan_for(client: FlaskClient) -> None:
    other = f"/plans/supervision/{BINH_DONG}/2026"
    assert client.get(f"{other}/edit").status_code == 404
    assert post(client, f"{other}/edit", version="0").status_code == 404
    assert post(client, f"{other}/fill", version="0").status_code == 404
