"""The page of monthly counts: entering, correcting with a reason, and what a mere reader sees."""

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.people.conflicts import list_proposals
from layers.programme.figures import Sheet, enter_counts
from layers.store.database import Database
from layers.sync.devices import register_device
from tests.layers.sync.carrying import make_entry, receive
from tests.webmap.conftest import SignIn, post

INSIDE, PAGE = "27424@2025-07-01", "/programme/counts"
DEVICE = "1b4e28ba-2fa1-4d2f-883f-0016d3cca427"


def enter(client: FlaskClient, **fields: Any) -> Any:
    return post(client, PAGE, **{"unit": INSIDE, "month": "2026-11", **fields})


def shown(page: str, name: str) -> str:
    """Return the value that stands in a field."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page, re.DOTALL)
    assert found, name
    value = re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""


def test_counts_are_entered_and_shown_beside_last_month(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("reporter", INSIDE)
    assert enter(client, month="2026-10", count_TP="8").status_code == 303
    assert enter(client, count_TP="13", count_MD="0", none_CVNL="y").status_code == 303
    page = client.get(PAGE).text
    assert (shown(page, "count_TP"), shown(page, "count_MD")) == ("13", "0")
    assert 'name="none_CVNL" type="checkbox" value="y" checked' in page or re.search(
        r'<input[^>]*checked[^>]*name="none_CVNL"', page
    )
    assert 'data-before="8"' in page
    assert len(re.findall(r"data-jump\s*>", page)) == 1, "13 is more than half above 8"
    assert "đã nhập 3/15" in page


def test_a_correction_needs_its_reason_and_keeps_what_was_typed(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", INSIDE)
    enter(client, count_TP="13")
    told = enter(client, count_TP="31", version_TP="1")
    assert told.status_code == 422
    assert shown(told.text, "count_TP") == "31"
    assert 'id="reason-error"' in told.text
    assert enter(client, count_TP="31", version_TP="1", reason="Đếm sót một khu phố").status_code == 303
    page = client.get(PAGE).text
    assert "13 → 31" in page
    assert "Đếm sót một khu phố" in page


def test_what_was_entered_elsewhere_meanwhile_is_told(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", INSIDE)
    enter(client, count_TP="13")
    told = enter(client, count_TP="14")
    assert told.status_code == 409
    assert "Đang lưu: 13" in told.text
    assert (shown(told.text, "count_TP"), shown(told.text, "version_TP")) == ("14", "1")


@pytest.mark.parametrize("typed", ["-1", "1.5", "x", "99999999", "１２"])
def test_what_is_no_count_is_told_beside_it(client: FlaskClient, sign_in: SignIn, typed: str) -> None:
    sign_in("officer", INSIDE)
    told = enter(client, count_TP=typed)
    assert told.status_code == 422
    assert "field__error" in told.text
    assert client.get(PAGE).text.count("đã nhập 0/15")


@pytest.mark.parametrize(
    ("fields", "status"), [({"month": "2027-01"}, 422), ({"month": "x"}, 422), ({"unit": "x"}, 404)]
)
def test_a_month_or_unit_that_is_none_is_refused(
    client: FlaskClient, sign_in: SignIn, fields: dict[str, str], status: int
) -> None:
    sign_in("officer", INSIDE)
    assert enter(client, count_TP="1", **fields).status_code == status


def test_a_reader_sees_no_small_counts_and_no_form(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    with store.write(SYSTEM, "count.enter") as change:
        enter_counts(change, Sheet(INSIDE, date(2026, 11, 1), {"TP": 12, "MD": 3, "CVNL": None}, {}))
    sign_in("viewer", INSIDE)
    page = client.get(PAGE).text
    cells = re.findall(r'<td class="number">\s*(.*?)\s*</td>', page, re.DOTALL)
    told = [re.sub(r"<[^>]+>", "", cell) for cell in cells if cell != "–"]
    assert told == ["12", "dưới 5", "chưa có số liệu"]
    assert "data-counts" not in page
    assert enter(client, count_TP="1").status_code == 403


def test_nobody_reads_the_counts_of_another_ward(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", INSIDE)
    assert client.get(f"{PAGE}?unit=27418@2025-07-01").status_code == 404
    assert client.get(f"{PAGE}?unit=27418@2025-07-01&month=2026-13").status_code == 400


def test_whoever_has_no_unit_is_told_so(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "27397@2025-01-01")
    assert 'class="empty"' in client.get(PAGE).text


def test_counts_of_a_phone_that_came_too_late_are_settled_on_the_page(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    actor = sign_in("officer", INSIDE).actor
    enter(client, count_TP="13")
    with store.write(actor, "device.add") as change:
        register_device(change, DEVICE, "Android")
    body = {"unit": INSIDE, "month": "2026-11", "counts": {"TP": 20, "MD": 5}}
    (answer,) = receive(store, actor, DEVICE, make_entry(body, "count"))
    assert (answer.outcome, answer.current["counts"]) == ("conflict", {"TP": 13})
    assert PAGE in client.get("/conflicts").text
    with store.read() as connection:
        (kept,) = list_proposals(connection, actor, store.clock())
    opened = post(client, kept.proposal.path, **dict(kept.proposal.sent), conflict=kept.proposal.uuid)
    assert opened.status_code == 409
    assert shown(opened.text, "conflict") == kept.proposal.uuid
    fields = {"count_TP": "20", "count_MD": "5", "version_TP": "1", "reason": "Số của điện thoại đúng"}
    assert enter(client, **fields, conflict=kept.proposal.uuid).status_code == 303
    with store.read() as connection:
        assert list_proposals(connection, actor, store.clock()) == ()
