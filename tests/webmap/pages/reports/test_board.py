"""The board: new reports, receipts, the table, and what is wrong told beside its field."""

from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.reports.clerk import DISTRICT, OTHER, PAGE, WARD, begin, move


def test_what_is_wrong_with_a_report_is_told(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", WARD)
    for fields, words in (
        ({"period": "2027-01"}, "chưa thể báo cáo"),
        ({"period": "tháng 11"}, "2026-11"),
        ({"area": OTHER}, "ngoài phạm vi"),
        ({"area": "x"}, "Không có đơn vị"),
    ):
        told = post(client, PAGE, **{"area": WARD, "kind": "month", "period": "2026-11", **fields})
        assert (told.status_code, words in told.text) == (422, True), (fields, told.text)
    assert client.get(f"{PAGE}?year=1").status_code == 400
    assert client.get(f"{PAGE}/BC99999").status_code == 404
    code = begin(client)
    assert post(client, f"{PAGE}/{code}/burn", version="1").status_code == 404
    empty = move(client, code, "submit")
    assert (empty.status_code, "chưa có nội dung" in empty.text) == (422, True)
    table = client.get(f"{PAGE}.csv?year=2026").text
    assert "Phường Bình Đông" in table
    assert OTHER not in table


def test_papers_are_received(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("coordinator", DISTRICT)
    page = client.get(PAGE).text
    assert "Kế hoạch năm" in page
    fields = {"rule": "PLAN", "area": WARD, "year": "2026"}
    assert post(client, f"{PAGE}/receipts", **fields, received_on="19/02/2026").status_code == 303
    assert ",Phường Bình Đông,2026-02-19,2026-02-19,Đúng hạn" in client.get(f"{PAGE}.csv").text
    assert post(client, f"{PAGE}/receipts", **fields, received_on="19/02/2027").status_code == 422
    assert post(client, f"{PAGE}/receipts", **{**fields, "year": "x"}).status_code == 422
