"""Recording changes of status: what is offered, asked for, refused and kept; the whole story of a place."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.conversion.status import StatusChange, read_timeline, record_status
from layers.places.references import find_hotspot_row
from layers.records.documents import Document, add_document
from layers.store.database import Database
from tests.conftest import Clock
from tests.layers.places.visiting import add_request, add_visit
from tests.webmap.conftest import PASSWORD, SignIn, post

_STATUS = "/hotspots/DB00001/status"
_PLAN = Document("KH", "Kế hoạch chuyển hóa", "12/KH-UBND", "UBND Phường 6", date(2017, 3, 15), "0198")
_NEW_DOCUMENT = {
    "new_kind": "QD",
    "new_number": "15/QĐ-UBND",
    "new_issuer": "UBND Phường 6",
    "new_issued_on": "01/06/2018",
    "new_title": "Công nhận địa bàn đã chuyển hóa",
}


@pytest.fixture
def plan(store: Database) -> str:
    """Add a document and return its uuid."""
    with store.write(SYSTEM, "document.add") as change:
        add_document(change, _PLAN)
    return str(_PLAN.uuid)


def _fields(client: FlaskClient, path: str) -> dict[str, str]:
    """Return what the form of a page holds as it is shown, as a browser would send it."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    form = answer.text.split('<form class="form card"', 1)[1].split("</form>", 1)[0]
    shown: dict[str, str] = {}
    for told in re.findall(r"<input [^>]+>", form):
        value = re.search(r'value="([^"]*)"', told)
        shown[re.search(r'name="([^"]+)"', told)[1]] = value[1] if value else ""
    chosen = re.search(r'<option selected value="([^"]+)"', form)
    del shown["csrf_token"]
    return shown | ({"document": chosen[1]} if chosen else {})


def _record(client: FlaskClient, to: str, on: str, **typed: str) -> Any:
    """Open the form of a move on a day, fill it in and send it."""
    shown = _fields(client, f"{_STATUS}?to={to}&on={on}")
    return post(client, _STATUS, **{**shown, **typed})


def _sign_in_again(client: FlaskClient) -> None:
    """Start a new session: the clock has moved on by more than one lasts."""
    client.delete_cookie("diaban")
    answer = post(client, "/sign-in", name="lan", password=PASSWORD)
    assert answer.status_code == 303, answer.text


def _state(client: FlaskClient, on: str) -> str:
    page = client.get(f"/api/collections/hotspots/items/DB00001?datetime={on}")
    return str(page.json["properties"]["status"])


def test_the_page_offers_the_moves_of_the_day_and_what_each_lacks(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("officer", "27424@2025-07-01")
    page = client.get(_STATUS).text
    assert "to=CHO_KE_HOACH" in page
    assert "to=DANG_CHUYEN_HOA" in page
    assert "DA_CHUYEN_HOA" not in page.replace("DANG_CHUYEN_HOA", "")
    assert "Cơ quan có thẩm quyền quyết định" in page
    earlier = client.get(f"{_STATUS}?on=2011-01-01").text
    assert "Chưa có trong sổ" in earlier
    assert "to=DE_XUAT&amp;on=2011-01-01" in earlier


def test_the_card_shows_what_is_missing_for_the_next_step(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer")
    page = client.get("/hotspots/DB00001").text
    assert "Bước tiếp theo" in page
    assert f"{_STATUS}?to=CHO_KE_HOACH" in page


@pytest.mark.parametrize("role", ["viewer", "supervisor", "reporter"])
def test_who_may_not_record_sees_the_ladder_without_a_button(
    client: FlaskClient, sign_in: SignIn, role: str
) -> None:
    sign_in(role)
    page = client.get("/hotspots/DB00001").text
    assert "Bước tiếp theo" in page
    assert "?to=" not in page
    assert client.get(_STATUS).status_code == 403
    assert post(client, _STATUS, to="CHO_KE_HOACH").status_code == 403


def test_a_move_that_is_none_leads_back_to_the_choice(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer")
    page = client.get(f"{_STATUS}?to=DA_CHUYEN_HOA").text
    assert "không thể ghi bước chuyển này" in page
    assert client.get(f"{_STATUS}?to=XYZ").status_code == 400
    assert client.get(f"{_STATUS}?on=hom-nay").status_code == 400


def test_the_form_begins_with_the_days_of_the_settings(
    client: FlaskClient, sign_in: SignIn, plan: str
) -> None:
    sign_in("officer")
    shown = _fields(client, f"{_STATUS}?to=CHO_KE_HOACH&document={plan}")
    assert shown["valid_from"] == "22/11/2026"
    assert shown["reply_due_on"] == "11/12/2026"
    assert shown["document"] == plan
    assert "term_from" not in shown
    assert "watch_to" not in shown


def _convert(store: Database) -> None:
    with store.write(SYSTEM, "status.record") as change:
        decision = add_document(change, Document("KH", "Kế hoạch", "9/KH", "UBND Phường 6", date(2017, 1, 5)))
        place = find_hotspot_row(change.connection, "DB00001")
        term = {"term_from": date(2017, 3, 20), "term_to": date(2017, 5, 20)}
        record_status(change, place, StatusChange("DANG_CHUYEN_HOA", date(2017, 3, 20), decision, **term))


@pytest.mark.parametrize("lacking", ["new_number", "new_issued_on", "new_issuer"])
def test_converted_is_refused_without_number_date_and_issuer(
    client: FlaskClient, sign_in: SignIn, store: Database, lacking: str
) -> None:
    _convert(store)
    sign_in("officer")
    answer = _record(client, "DA_CHUYEN_HOA", "2018-06-01", **{**_NEW_DOCUMENT, lacking: ""})
    assert answer.status_code == 422
    assert "văn bản quyết định có số, ngày và cơ quan ban hành" in answer.text
    assert "Công nhận địa bàn đã chuyển hóa" in answer.text
    assert _state(client, "2018-06-01") == "CHO_DANH_GIA"
    assert "Công nhận" not in client.get("/documents").text
    assert _record(client, "DA_CHUYEN_HOA", "2018-06-01").status_code == 422
    answer = _record(client, "DA_CHUYEN_HOA", "2018-06-01", **_NEW_DOCUMENT)
    assert answer.status_code == 303, answer.text
    assert _state(client, "2018-06-01") == "DA_CHUYEN_HOA"
    assert "15/QĐ-UBND" in client.get("/documents").text


def test_from_complicated_to_converted_and_relapsed(
    client: FlaskClient, sign_in: SignIn, store: Database, plan: str, clock: Clock
) -> None:
    clock.at = datetime(2017, 3, 1, 2, 0, tzinfo=UTC)
    sign_in("coordinator", "776")
    letter = {"new_kind": "CV", "new_title": "Đề nghị xây dựng kế hoạch chuyển hóa"}
    assert _record(client, "CHO_KE_HOACH", "2017-03-01", **letter).status_code == 303
    clock.at = datetime(2017, 3, 20, 2, 0, tzinfo=UTC)
    _sign_in_again(client)
    answer = _record(client, "DANG_CHUYEN_HOA", "2017-03-20", document=plan)
    assert answer.status_code == 422  # a term has two ends
    assert 'id="term_to-error"' in answer.text
    answer = _record(client, "DANG_CHUYEN_HOA", "2017-03-20", document=plan, term_to="20/05/2017")
    assert answer.status_code == 303, answer.text
    assert "thời hạn chuyển hóa" in client.get(_STATUS).text
    clock.at = datetime(2017, 5, 21, 2, 0, tzinfo=UTC)  # the day after the term: nobody did anything
    _sign_in_again(client)
    assert _state(client, "2017-05-20") == "DANG_CHUYEN_HOA"
    assert _state(client, "2017-05-21") == "CHO_DANH_GIA"
    add_request(store, date(2017, 3, 1), date(2017, 4, 1))
    page = client.get(f"{_STATUS}?to=DA_CHUYEN_HOA").text
    assert "30 ngày qua chưa có lượt giám sát" in page
    assert "kiến nghị quá hạn" in page
    clock.at = datetime(2018, 6, 1, 2, 0, tzinfo=UTC)
    _sign_in_again(client)
    answer = _record(client, "DA_CHUYEN_HOA", "2018-06-01", **_NEW_DOCUMENT)
    assert answer.status_code == 303, answer.text
    page = client.get(answer.headers["Location"]).text
    assert "01/06/2019" in page  # watched for twelve months
    relapse = {"new_kind": "TB", "new_number": "3/TB-CA", "new_issuer": "Công an Phường 6",
               "new_issued_on": "01/02/2019", "new_title": "Thông báo tình hình địa bàn",
               "reason": "có dấu hiệu phức tạp trở lại"}  # fmt: skip
    clock.at = datetime(2019, 2, 1, 2, 0, tzinfo=UTC)
    _sign_in_again(client)
    assert "to=TAI_PHUC_TAP" not in client.get(_STATUS).text
    add_visit(store, date(2019, 1, 20), "relapse")
    assert _state(client, "2019-02-01") == "DA_CHUYEN_HOA"  # suspected, not counted
    answer = _record(client, "TAI_PHUC_TAP", "2019-02-01", **relapse)
    assert answer.status_code == 303, answer.text
    assert _state(client, "2019-02-01") == "TAI_PHUC_TAP"
    with store.read() as connection:
        told = read_timeline(connection, find_hotspot_row(connection, "DB00001"))
    assert [row.state for row in reversed(told)] == [
        "THEO_DOI", "CHO_KE_HOACH", "DANG_CHUYEN_HOA", "DA_CHUYEN_HOA", "TAI_PHUC_TAP"
    ]  # fmt: skip
    assert told[0].document_number == "3/TB-CA"


def test_sent_twice_it_is_recorded_once(
    client: FlaskClient, sign_in: SignIn, store: Database, plan: str
) -> None:
    sign_in("officer")
    shown = _fields(client, f"{_STATUS}?to=CHO_KE_HOACH")
    for _ in range(2):
        assert post(client, _STATUS, **{**shown, **_NEW_DOCUMENT}).status_code == 303
    with store.read() as connection:
        assert len(read_timeline(connection, 1)) == 2


def test_a_form_shown_before_another_change_is_told(
    client: FlaskClient, sign_in: SignIn, store: Database, plan: str
) -> None:
    sign_in("officer")
    shown = _fields(client, f"{_STATUS}?to=CHO_KE_HOACH&on=2018-01-01&document={plan}")
    _convert(store)
    sent = {**shown, "valid_from": "01/03/2017", "reply_due_on": "15/03/2017", "reason": "họp xong"}
    answer = post(client, _STATUS, **sent)
    assert answer.status_code == 412
    assert "Trong lúc bạn làm" in answer.text
    assert "Đang chuyển hóa, từ ngày 20/03/2017" in answer.text
    assert "họp xong" in answer.text
    seen = re.search(r'name="seen"\s+value="(\d+)"', answer.text)
    assert seen
    assert int(seen[1]) > int(str(shown["seen"]))


@pytest.mark.parametrize(
    ("typed", "told", "beside"),
    [
        ({"valid_from": "30/11/2030"}, "ở tương lai", "valid_from"),
        ({"valid_from": ""}, "Cần điền mục này.", "valid_from"),
        ({"valid_from": "01/01/2012"}, "Không thể chuyển từ", "valid_from"),
        ({"reply_due_on": ""}, "hạn trả lời", "reply_due_on"),
        ({"reply_due_on": "01/01/2013"}, "sớm hơn ngày bắt đầu", "reply_due_on"),
        ({"reason": "theo lời anh Nguyễn Văn Bảy"}, "thông tin cá nhân", "reason"),
        ({"document": ""}, "văn bản làm căn cứ", "document"),
        ({"document": "khong-co"}, "Chọn một giá trị trong danh sách", "document"),
        ({"new_title": "Văn bản mới"}, "Chỉ chọn một", "document"),
        ({"document": "", "new_title": "Không có loại"}, "Cần điền mục này.", "new_kind"),
        (
            {"document": "", **_NEW_DOCUMENT, "new_title": "Về ông Nguyễn Văn Bảy"},
            "thông tin cá nhân",
            "new_title",
        ),
        ({"document": "", **_NEW_DOCUMENT, "new_issued_on": "1/1/2040"}, "ở tương lai", "new_issued_on"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    client: FlaskClient, sign_in: SignIn, plan: str, typed: dict[str, str], told: str, beside: str
) -> None:
    sign_in("officer")
    shown = _fields(client, f"{_STATUS}?to=CHO_KE_HOACH&document={plan}")
    answer = post(client, _STATUS, **{**shown, **typed})
    assert answer.status_code == 422
    error = re.search(rf'id="{beside}-error" role="alert">([^<]+)<', answer.text)
    assert error, answer.text
    assert told in error[1]


def test_a_duplicate_names_its_original(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    with store.write(SYSTEM, "status.record") as change:
        begun = read_timeline(change.connection, 1)[0].id
        record_status(
            change, 1, StatusChange("DE_XUAT", date(2012, 2, 8), reason="ghi nhầm", corrects_id=begun)
        )
    sign_in("officer", "776")
    path = f"{_STATUS}?to=TRUNG&on=2012-06-01"
    shown = _fields(client, path) | {"reason": "trùng hẻm bên cạnh"}
    for original, told in (("DB09999", "DB09999"), ("DB00001", "một địa bàn khác"), ("", "địa bàn gốc")):
        answer = post(client, _STATUS, **{**shown, "original": original})
        assert answer.status_code == 422
        assert told in answer.text
        assert 'id="original-error"' in answer.text


def test_a_correction_replaces_an_event_and_keeps_it(
    client: FlaskClient, sign_in: SignIn, store: Database, plan: str
) -> None:
    sign_in("officer")
    conversion = {"document": plan, "term_to": "20/05/2017"}
    assert _record(client, "DANG_CHUYEN_HOA", "2017-03-20", **conversion).status_code == 303
    with store.read() as connection:
        event = read_timeline(connection, 1)[0]
    path = f"{_STATUS}/{event.uuid}/correct"
    shown = _fields(client, path)
    assert (shown["valid_from"], shown["term_to"], shown["document"]) == ("20/03/2017", "20/05/2017", plan)
    answer = post(client, path, **{**shown, "valid_from": "20/04/2017"})
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    moved = {"valid_from": "20/04/2017", "term_from": "20/04/2017", "reason": "ghi nhầm tháng"}
    assert post(client, path, **{**shown, **moved}).status_code == 303
    assert _state(client, "2017-04-01") == "THEO_DOI"
    assert _state(client, "2017-04-20") == "DANG_CHUYEN_HOA"
    assert client.get(path).status_code == 404
    assert "20/03/2017" in client.get("/hotspots/DB00001").text


def test_a_correction_may_be_another_state(
    client: FlaskClient, sign_in: SignIn, store: Database, plan: str
) -> None:
    _convert(store)
    sign_in("officer")
    with store.read() as connection:
        event = read_timeline(connection, 1)[0]
    path = f"{_STATUS}/{event.uuid}/correct"
    assert f"{path}?to=CHO_KE_HOACH" in client.get(path).text
    shown = _fields(client, f"{path}?to=CHO_KE_HOACH")
    assert shown["reply_due_on"] == "11/04/2017"  # Hùng Kings on the sixth
    assert post(client, path, **{**shown, "reason": "mới gửi đề nghị"}).status_code == 303
    assert _state(client, "2017-06-01") == "CHO_KE_HOACH"


def test_an_empty_correction_is_told_what_is_missing(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer")
    with store.read() as connection:
        event = read_timeline(connection, 1)[0]
    answer = post(client, f"{_STATUS}/{event.uuid}/correct")
    assert answer.status_code == 422
    assert "Cần điền mục này." in answer.text
    assert post(client, _STATUS).status_code == 422
