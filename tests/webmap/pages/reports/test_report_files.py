"""The files of a report: the same for ever once it is locked, small counts only for whoever counts there."""

import io

import openpyxl
from flask.testing import FlaskClient

from layers.store.database import Database
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.reports.clerk import DISTRICT, PAGE, PHRASE, WARD, begin, count, enter, move, words_of


def test_a_locked_report_gives_the_same_files_for_ever(
    client: FlaskClient, add_account: SignIn, sign_in: SignIn, store: Database
) -> None:
    count(store, TP=12, MD=3)
    add_account("coordinator", DISTRICT, name="quan")
    add_account("partner", WARD, name="bạn")
    sign_in("officer", WARD, name="phường")
    code = begin(client)
    page = f"{PAGE}/{code}"
    post(client, page, version="1", results=PHRASE)
    assert move(client, code, "submit").status_code == 303
    enter(client, "quan")
    assert "1/3" in client.get(f"{PAGE}?all=1").text
    assert post(client, page, version="3", results="Sửa").status_code == 422
    assert move(client, code, "return").status_code == 422
    assert move(client, code, "return", comment="Thiếu kiến nghị").status_code == 303
    enter(client, "phường")
    assert "Thiếu kiến nghị" in client.get(page).text
    assert move(client, code, "submit").status_code == 303
    enter(client, "quan")
    assert move(client, code, "lock").status_code == 303
    files = {suffix: client.get(f"{page}.{suffix}").data for suffix in ("docx", "pdf", "xlsx")}
    count(store, DX=99)
    assert files == {suffix: client.get(f"{page}.{suffix}").data for suffix in files}
    assert PHRASE.removesuffix(".") in words_of(files["docx"])
    assert files["pdf"].startswith(b"%PDF")

    enter(client, "bạn")
    annex = openpyxl.load_workbook(io.BytesIO(client.get(f"{page}.xlsx").data))
    told = {row[2].value: (row[5].value, row[8].value) for row in annex.worksheets[0].iter_rows(min_row=4)}
    assert (told["TP"][0], told["MD"]) == (12, (None, "số nhỏ, không nêu"))
    assert client.get(page).text.count("dưới 5") == 2
