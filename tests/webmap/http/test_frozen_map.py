"""The map as one file: the same from a page, a command and a worker, in the language of its sheet."""

from dataclasses import replace

from flask import Flask

from tests.webmap.maps.made_feed import IMPRINT, make_sheet
from webmap.http.frozen_map import map_texts, write_frozen_sheet
from webmap.texts import Translator


def test_a_file_is_the_same_with_and_without_a_request_and_in_its_own_language(app: Flask) -> None:
    sheet = make_sheet(locale="en", imprint=replace(IMPRINT, demo="DỮ LIỆU MẪU", watermark="lan 22/11/2026"))
    with app.app_context():
        made = write_frozen_sheet(sheet)
    with app.test_request_context("/", headers={"Accept-Language": "vi"}):
        assert write_frozen_sheet(sheet) == made
    told = made.decode()
    assert '<html lang="en">' in told
    for part in ("AB12-CD34", "lan 22/11/2026", "DỮ LIỆU MẪU", "Hẻm 1678 Phạm Thế Hiển"):
        assert part in told, part
    assert "http://" not in told.replace("http://www.w3.org", "")


def test_only_the_words_that_the_script_uses_go_along() -> None:
    words = map_texts(Translator("vi"))
    assert "map.legend.halo" in words
    assert "codes.status.THEO_DOI" in words
    assert not any(key.startswith("map_sheet.") for key in words)
