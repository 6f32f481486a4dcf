"""The table between two sets of boundaries: the sets of Quận 8, other sets and levels, and the same as CSV."""

import csv
import io

from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn

PATH = "/admin/boundaries/crosswalk"


def test_the_last_two_sets_are_laid_over_each_other_and_told_in_a_file_too(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("coordinator")
    page = client.get(PATH)
    assert page.status_code == 200
    assert "Phường Chánh Hưng" in page.text
    assert "một phần" in page.text
    older = client.get(f"{PATH}?from=start&to=2025-01-01&level=ward").text
    assert "một phần" not in older, "on 2025-01-01 wards were merged whole"
    assert "không có khu vực cấp này" in client.get(f"{PATH}?level=province").text.lower()
    for wrong in ("from=2020-01-01", "to=x", "level=moon", "who=me"):
        assert client.get(f"{PATH}?{wrong}").status_code == 400

    answer = client.get(f"{PATH}.csv?from=2025-01-01&to=2025-07-01&level=ward")
    assert answer.mimetype == "text/csv"
    assert "bang-chuyen-doi-2025-01-01-2025-07-01.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert set(rows[0]) >= {"Mã cũ", "Mã mới", "Diện tích (km²)", "Số người"}
    for code in {row["Mã cũ"] for row in rows}:
        shares = [float(row["Phần khu vực cũ"]) for row in rows if row["Mã cũ"] == code]
        assert abs(sum(shares) - 1) < 0.002, code
