"""The register of documents: its list, a new document with its file, what is served and how, and who may do it."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.records.documents import Document, add_document
from layers.store.database import Database
from tests.layers.places import files
from tests.webmap.conftest import SignIn, post

_PLAN = Document("KH", "Kế hoạch chuyển hóa", "12/KH-UBND", "UBND Phường 6", date(2017, 3, 15), "0198")
_FIELDS = {
    "uuid": "0b0e4c5e-3c57-4f43-9f1c-0d6f7f0d7a11",
    "kind": "QD",
    "number": "15/QĐ-UBND",
    "issuer": "UBND Phường 6",
    "issued_on": "01/06/2018",
    "title": "Công nhận địa bàn đã chuyển hóa",
}


@pytest.fixture
def plan(store: Database) -> str:
    """Add a document and return its address."""
    with store.write(SYSTEM, "document.add") as change:
        add_document(change, _PLAN)
    return f"/documents/{_PLAN.uuid}"


def _file(body: bytes = files.PDF, name: str = "ke-hoach.pdf") -> dict[str, Any]:
    return {"file": (BytesIO(body), name)}


def _attach(client: FlaskClient, plan: str, body: bytes, name: str) -> str:
    answer = post(client, f"{plan}/files", **_file(body, name))
    assert answer.status_code == 303, answer.text
    page = client.get(plan).text
    return page.split(f'href="{plan}/files/')[-1].split('"')[0]


def _get(client: FlaskClient, path: str, **asked: Any) -> Any:
    """Return an answer read to its end, its file closed."""
    answer = client.get(path, **asked)
    assert answer.data is not None
    answer.close()
    return answer


def test_the_register_lists_finds_and_filters(client: FlaskClient, sign_in: SignIn, plan: str) -> None:
    sign_in("viewer")
    page = client.get("/documents").text
    assert page.index("12/KH-UBND") < page.index("09/KH-UBMT-BTT")
    assert "09/KH-UBMT-BTT" not in client.get("/documents?q=chuyen+hoa").text
    assert "12/KH-UBND" in client.get("/documents?q=12/kh").text
    assert "12/KH-UBND" not in client.get("/documents?kind=QD").text
    assert client.get("/documents?kind=XX").status_code == 400
    assert client.get("/documents?cursor=x").status_code == 400
    assert "/documents/new" not in page


def test_pages_follow_each_other(
    client: FlaskClient, sign_in: SignIn, plan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webmap.pages.records.documents.PAGE_ROWS", 1)
    sign_in("viewer")
    page = client.get("/documents?q=ke+hoach").text
    assert "12/KH-UBND" in page
    more = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    page = client.get(more).text
    assert "09/KH-UBMT-BTT" in page
    assert "12/KH-UBND" not in page


def test_a_document_is_added_with_its_file(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    answer = post(client, "/documents/new", **_FIELDS, **_file())
    assert answer.status_code == 303, answer.text
    page = client.get(answer.headers["Location"]).text
    for told in ("Quyết định", "15/QĐ-UBND", "01/06/2018", "UBND Phường 6", "ke-hoach.pdf"):
        assert told in page
    again = post(client, "/documents/new", **_FIELDS, **_file())
    assert again.headers["Location"] == answer.headers["Location"]
    assert client.get(again.headers["Location"]).text.count("ke-hoach.pdf</a>") == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": ""}, "Cần điền mục này."),
        ({"title": ""}, "Cần điền mục này."),
        ({"issued_on": "31/02/2018"}, "Viết ngày dạng"),
        ({"issued_on": "01/06/2030"}, "ở tương lai"),
        ({"title": "Đơn của ông Nguyễn Văn Bảy"}, "thông tin cá nhân"),
        ({"file": (BytesIO(b"MZ\x90 a program"), "ke-hoach.pdf")}, "không phải PDF, DOCX"),
        ({"file": (BytesIO(b""), "ke-hoach.pdf")}, "Tệp rỗng"),
        ({"file": (BytesIO(files.PDF), "anh Nguyễn Văn Bảy 0903123456.pdf")}, "thông tin cá nhân"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    client: FlaskClient, sign_in: SignIn, changes: dict[str, Any], told: str
) -> None:
    sign_in("officer")
    answer = post(client, "/documents/new", **{**_FIELDS, **changes})
    assert answer.status_code == 422
    assert told in answer.text
    assert "15/QĐ-UBND" in answer.text
    assert "15/QĐ-UBND" not in client.get("/documents").text


def test_nothing_is_kept_of_a_file_that_is_refused(client: FlaskClient, sign_in: SignIn, app: Flask) -> None:
    sign_in("officer")
    post(client, "/documents/new", **_FIELDS, **_file(name="anh Nguyễn Văn Bảy.pdf"))
    assert not list(app.extensions["files"].folder.rglob("*"))


def test_a_number_that_is_there_is_told_beside_it(client: FlaskClient, sign_in: SignIn, plan: str) -> None:
    sign_in("officer")
    taken = {"number": _PLAN.number, "issuer": _PLAN.issuer, "issued_on": "15/03/2017"}
    answer = post(client, "/documents/new", **{**_FIELDS, **taken})
    assert answer.status_code == 422
    assert 'id="number-error"' in answer.text


def test_a_file_is_served_as_what_it_is_and_alone(client: FlaskClient, sign_in: SignIn, plan: str) -> None:
    sign_in("officer")
    file = _attach(client, plan, files.PDF, "kế hoạch.pdf")
    answer = _get(client, f"{plan}/files/{file}")
    assert answer.data == files.PDF
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''k%E1%BA%BF%20ho%E1%BA%A1ch.pdf" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-cache"
    unchanged = _get(client, f"{plan}/files/{file}", headers={"If-None-Match": headers["ETag"]})
    assert unchanged.status_code == 304


def test_a_picture_is_shown_in_place_without_what_the_camera_wrote(
    client: FlaskClient, sign_in: SignIn, plan: str
) -> None:
    sign_in("officer")
    body = files.make_picture("JPEG", comment=b"0903 123 456")
    file = _attach(client, plan, body, "trang 1.png")
    answer = _get(client, f"{plan}/files/{file}")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline; ")
    assert b"0903" not in answer.data
    assert 'filename="trang 1.jpg"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..\\..\\app.py", "/etc/passwd", "a; filename=b.exe"]
)
def test_a_name_leads_nowhere(client: FlaskClient, sign_in: SignIn, plan: str, app: Flask, name: str) -> None:
    sign_in("officer")
    file = _attach(client, plan, files.PDF, name)
    answer = _get(client, f"{plan}/files/{file}")
    assert "b.exe;" not in answer.headers["Content-Disposition"]
    assert "/" not in answer.headers["Content-Disposition"].split("filename", 1)[1].replace("''", "")
    kept = [path for path in app.extensions["files"].folder.rglob("*") if path.is_file()]
    assert len(kept) == 1


def test_the_same_file_is_recognised(client: FlaskClient, sign_in: SignIn, plan: str) -> None:
    sign_in("officer")
    _attach(client, plan, files.PDF, "ke-hoach.pdf")
    _attach(client, plan, files.PDF, "bản khác.pdf")
    page = client.get(plan).text
    assert "bản khác" not in page


def test_a_removed_file_is_gone_for_readers_and_kept(
    client: FlaskClient, sign_in: SignIn, plan: str, app: Flask
) -> None:
    sign_in("officer")
    file = _attach(client, plan, files.PDF, "ke-hoach.pdf")
    assert post(client, f"{plan}/remove-file").status_code == 422
    assert post(client, f"{plan}/remove-file", file_uuid=file).status_code == 303
    assert _get(client, f"{plan}/files/{file}").status_code == 404
    assert "Đã gỡ tệp." not in client.get(plan).text or "ke-hoach.pdf" not in client.get(plan).text
    assert [path for path in app.extensions["files"].folder.rglob("*") if path.is_file()]


def test_readers_read_and_do_not_write(
    client: FlaskClient, sign_in: SignIn, add_account: SignIn, plan: str
) -> None:
    sign_in("officer")
    file = _attach(client, plan, files.PDF, "ke-hoach.pdf")
    post(client, "/sign-out")
    sign_in("viewer", "27397@2025-01-01", name="mai")
    page = client.get(plan).text
    assert "ke-hoach.pdf" in page
    assert "remove-file" not in page
    assert _get(client, f"{plan}/files/{file}").status_code == 200
    for path in ("/documents/new", f"{plan}/files", f"{plan}/remove-file"):
        assert post(client, path).status_code == 403
    post(client, "/sign-out")
    sign_in("partner", name="cong")
    assert _get(client, f"{plan}/files/{file}").status_code == 403
    assert client.get("/documents").status_code == 403


def test_citations_stay_inside_the_readers_area(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "27424@2025-07-01")
    page = client.get("/documents?q=09/kh").text
    address = page.split('class="due-row__name"')[1].split('href="')[1].split('"')[0]
    shown = client.get(address).text
    assert "/hotspots/DB00001" in shown
    assert "/hotspots/DB00002" not in shown
    assert client.get("/documents/khong-co").status_code == 404
