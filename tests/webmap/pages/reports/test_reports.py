"""Writing a report: sentences on offer, no names, and nobody's words are lost."""

from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.reports.clerk import PAGE, PHRASE, WARD, begin, words_of


def test_a_report_is_written_with_sentences_on_offer(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", WARD)
    assert "Viết báo cáo" in client.get(PAGE).text
    code = begin(client)
    assert begin(client) == code
    page = f"{PAGE}/{code}"
    assert PHRASE in client.get(page).text
    wrong = post(client, page, version="1", results="Đã gặp anh Nguyễn Văn Tám, 0903123456")
    assert (wrong.status_code, "0903123456" in wrong.text) == (422, True)
    assert post(client, page, version="1", add_results=PHRASE).status_code == 303
    assert f"{PHRASE}</textarea>" in client.get(page).text
    stale = post(client, page, version="1", results="Khác")
    assert (stale.status_code, "Khác</textarea>" in stale.text) == (412, True)
    assert "Bản nháp" in words_of(client.get(f"{page}.docx").data)
