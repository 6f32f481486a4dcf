"""The card of a place: wards of the day, status with its document, coordinates in both systems."""

import re

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.places.documents import Document, add_document
from layers.places.status import StatusChange, record_status
from layers.store.database import Database
from tests.webmap.conftest import SignIn


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(
    ("query", "wards"),
    [
        ("on=2012-06-01", ["Phường 10", "Phường 11", "Phường 12"]),
        ("on=2025-02-01", ["Phường Xóm Củi", "Phường Hưng Phú"]),
        ("on=2026-11-22", ["Phường Phú Định", "Phường Chánh Hưng"]),
        ("on=2026-11-22&vintage=start", ["Phường 10", "Phường 11", "Phường 12"]),
    ],
)
def test_wards_follow_the_day_and_the_boundaries(
    client: FlaskClient, sign_in: SignIn, query: str, wards: list[str]
) -> None:
    sign_in("viewer", "776")
    text = _text(client.get(f"/hotspots/DB00003/card?{query}").text)
    assert all(ward in text for ward in wards)


def test_the_card_tells_source_accuracy_and_both_coordinates(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    text = _text(client.get("/hotspots/DB00001/card").text)
    for told in (
        "Hẻm 1678 Phạm Thế Hiển",
        "09/KH-UBMT-BTT",
        "08/02/2012",
        "250",
        "154",
        "10.73",
        "VN-2000",
        "1.187.",
    ):
        assert told in text, told


def test_a_page_of_its_own_leads_to_the_map(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    page = client.get("/hotspots/DB00001")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "/map?selected=DB00001" in page.text


def test_corrected_events_stay_readable(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    with store.write(SYSTEM, "status.record") as change:
        document = add_document(change, Document("CV", "Công văn", "15/CV", "UBND", None))
        due = StatusChange("CHO_KE_HOACH", change.now.date(), document, reply_due_on=change.now.date())
        wrong = record_status(change, 1, due)
    with store.write(SYSTEM, "status.record") as change:
        right = StatusChange(
            "CHO_KE_HOACH",
            change.now.date(),
            document,
            "ghi nhầm",
            reply_due_on=change.now.date(),
            corrects_id=wrong,
        )
        record_status(change, 1, right)
    sign_in("viewer", "776")
    page = client.get("/hotspots/DB00001/card").text
    assert page.count("<del>") == 1
    assert "ghi nhầm" in page


def test_a_place_out_of_scope_is_not_known(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "27424@2025-07-01")
    assert client.get("/hotspots/DB00001/card").status_code == 200
    for path in ("/hotspots/DB00002/card", "/hotspots/DB00002", "/hotspots/DB99999"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["on=mai", "vintage=x", "zoom=3"])
def test_a_wrong_address_is_explained(client: FlaskClient, sign_in: SignIn, query: str) -> None:
    sign_in("viewer", "776")
    assert client.get(f"/hotspots/DB00001/card?{query}").status_code == 400
