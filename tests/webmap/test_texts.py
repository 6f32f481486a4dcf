"""The words of the interface, in both languages."""

import logging
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from webmap.texts import FOLDER, LANGUAGES, Translator, load_catalogue

VI = Translator("vi", is_strict=True)
EN = Translator("en", is_strict=True)
TOPICS = ("errors", "account", "home", "api")


def test_numbers_and_dates_as_each_language_writes_them() -> None:
    assert [VI.number(value) for value in (1234.5, 12_345, 0, -1234.5678, 3.0)] == [
        "1.234,5",
        "12.345",
        "0",
        "-1.234,568",
        "3",
    ]
    assert [EN.number(value) for value in (1234.5, 12_345)] == ["1,234.5", "12,345"]
    assert VI.number(1234.5, decimals=2) == "1.234,50"
    assert VI.date(date(2012, 2, 8)) == EN.date(datetime(2012, 2, 8, tzinfo=UTC)) == "08/02/2012"
    assert VI.date(date(1, 1, 1)) == "01/01/0001"


def test_facts_are_written_into_the_text() -> None:
    told = VI.text("home.summary", area="Quận 8 (cũ)", day=date(2026, 11, 22), n=1234)
    assert told == "Quận 8 (cũ), ngày 22/11/2026: 1.234 địa bàn"
    assert VI.text("errors.crs_unknown", crs=9999) == "Hệ tọa độ “9999” không được chấp nhận."


def test_plurals() -> None:
    facts = {"area": "x", "day": date(2026, 1, 1)}
    assert EN.text("home.summary", n=1, **facts).endswith("1 hotspot")
    assert EN.text("home.summary", n=0, **facts).endswith("0 hotspots")
    assert VI.text("home.summary", n=1, **facts).endswith("1 địa bàn")


def test_coded_facts_are_said_in_words() -> None:
    assert (
        VI.error("evidence_missing", {"need": "term"})
        == "Còn thiếu: ngày đầu và ngày cuối của thời hạn chuyển hóa."
    )
    assert EN.error("parameter_invalid", {"parameter": "limit", "expected": "limit", "maximum": 10_000}) == (
        "Parameter “limit” is not right. Expected: a whole number from 1; more than 10,000 counts as 10,000."
    )


def test_what_is_missing_is_an_error_in_tests_and_a_warning_in_service(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(KeyError):
        VI.text("home.nothing")
    with pytest.raises(KeyError):
        VI.text("home.summary", n=1)
    easy = Translator("en")
    with caplog.at_level(logging.WARNING):
        assert easy.text("home.nothing") == "home.nothing"
        assert "{area}" in easy.text("home.summary", n=1)
    assert len(caplog.records) == 3
    with pytest.raises(KeyError):
        load_catalogue("fr")


def test_the_browsers_catalogue_holds_whole_topics() -> None:
    told = EN.catalogue(["home"])
    assert all(key.startswith("home.") for key in told)
    assert told["home.summary"] == ["{area}, {day}: {n} hotspot", "{area}, {day}: {n} hotspots"]
    assert VI.catalogue(["home"])["home.summary"] == "{area}, ngày {day}: {n} địa bàn"
    assert told.keys() == VI.catalogue(["home"]).keys()


@given(st.text())
def test_facts_are_never_read_as_placeholders(name: str) -> None:
    assert VI.text("errors.user_exists", name=name) == f"Đã có tài khoản “{name}”."


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_say_the_same_things(topic: str) -> None:
    held = {locale: Translator(locale).catalogue([topic]) for locale in LANGUAGES}
    assert held["vi"].keys() == held["en"].keys()
    for key, text in held["vi"].items():
        forms = {locale: held[locale][key] for locale in LANGUAGES}
        names = {locale: set(re.findall(r"\{([a-z_]+)\}", str(form))) for locale, form in forms.items()}
        assert names["vi"] == names["en"], key
        assert all(form for form in forms.values()), key
        assert unicodedata.is_normalized("NFC", str(text)), key


@pytest.mark.parametrize(
    "path", sorted(FOLDER.rglob("*.po")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_keys_stand_once_in_the_file_of_their_topic(path: Path) -> None:
    keys = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys))
    assert all(key.startswith(f"{path.stem}.") for key in keys)
    with path.open("rb") as file:
        assert not list(read_po(file).obsolete)
