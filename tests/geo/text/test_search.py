import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from geo.text.names import collation_key, fold_key
from geo.text.search import MAX_TOKENS, further_terms, is_hit, match_rank, query_tokens, search_terms
from tests.strategies import texts

VECTORS: list[dict[str, Any]] = json.loads(Path("tests/data/search_vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: fold_key(vector["query"]) or "blank")
def test_vectors_shared_with_the_browser(vector: dict[str, Any]) -> None:
    query, names = vector["query"], vector["names"]
    assert query_tokens(query) == tuple(vector["tokens"])
    assert [search_terms(name) for name in names] == vector["terms"]
    assert [further_terms(*pair) for pair in zip(vector["terms"], names, strict=True)] == vector["also"]
    found = [name for name, terms in zip(names, vector["terms"], strict=True) if is_hit(query, terms)]
    assert sorted(found, key=lambda name: (match_rank(query, name), collation_key(name))) == vector["hits"]


def test_there_are_enough_vectors() -> None:
    assert len(VECTORS) >= 30
    assert len({vector["query"] for vector in VECTORS}) == len(VECTORS)


def test_terms_are_words_between_single_spaces() -> None:
    assert search_terms("Hẻm 1678 Phạm Thế Hiển") == " hem 1678 pham the hien pth "
    assert search_terms("Phường 12") == " phuong 12 p12 f12 p f "
    assert search_terms("Hẻm 690 Nguyễn Duy", "Phường 12", "Phường 12").split() == [
        "hem", "690", "nguyen", "duy", "nd", "phuong", "12", "p12", "f12", "p", "f",
    ]  # fmt: skip
    assert search_terms() == search_terms("", " - ") == " "


def test_terms_hold_the_full_words_of_abbreviations() -> None:
    assert is_hit("ủy ban mặt trận tổ quốc", search_terms("UBMTTQ Phường 6"))
    assert is_hit("tp hcm", search_terms("TP. HCM"))
    assert is_hit("thành phố hồ chí minh", search_terms("TP. HCM"))
    assert is_hit("khu phố 4", search_terms("KP.4"))
    assert is_hit("phường 4", search_terms("P4"))


@pytest.mark.parametrize(
    ("query", "name", "rank"),
    [
        ("hẻm 1678", "Hẻm 1678 Phạm Thế Hiển", 0),
        ("phạm thế h", "Hẻm 1678 Phạm Thế Hiển", 0),
        ("thuỷ", "Cầu Thủy Lợi", 1),
        ("hiêp", "Cầu Hiệp Ân", 1),
        ("hiep an", "Cầu Hiệp Ân", 2),
        ("cầu hiep an", "Cầu Hiệp Ân", 2),
        ("pth", "Hẻm 1678 Phạm Thế Hiển", 3),
        ("f12", "Phường 12", 3),
        ("hóa bình", "Hòa Bình", 4),
        ("hẽm 690", "Hẻm 690 Nguyễn Duy", 0),
        ("", "Cầu Hiệp Ân", 0),
    ],
)
def test_ranks(query: str, name: str, rank: int) -> None:
    assert match_rank(query, name) == rank


def test_a_ward_number_is_a_whole_word_and_an_alley_number_a_beginning() -> None:
    wards = {number: search_terms(f"Phường {number}") for number in range(1, 17)}
    for number in wards:
        assert [found for found, terms in wards.items() if is_hit(f"P.{number}", terms)] == [number]
    assert is_hit("hem 16", search_terms("Hẻm 1678 Phạm Thế Hiển"))


def test_numbers_in_words() -> None:
    spelled = {
        "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
        "mười": 10, "mười một": 11, "mười lăm": 15, "hai mươi": 20, "hai mươi tám": 28,
    }  # fmt: skip
    for words, number in spelled.items():
        assert query_tokens(f"phường {words}") == (f"p{number} ",)
        assert is_hit(f"P{number}", search_terms(f"Phường {words.title()}"))


@given(texts())
def test_a_name_is_found_by_itself_however_it_is_typed(name: str) -> None:
    terms = search_terms(name)
    assert terms.startswith(" ")
    assert terms.endswith(" ")
    for typed in (name, unicodedata.normalize("NFD", name), name.upper().lower(), fold_key(name)):
        if len(query_tokens(typed)) < MAX_TOKENS:
            assert match_rank(typed, name) in range(5)
    if len(query_tokens(name)) < MAX_TOKENS:
        assert is_hit(name, terms)


@given(texts(), texts())
def test_tokens_need_no_escaping_and_no_input_is_too_much(query: str, name: str) -> None:
    tokens = query_tokens(query)
    assert len(tokens) <= MAX_TOKENS
    for token in tokens:
        assert token.removesuffix(" ").isalnum()
        assert not set("%_\\\0") & set(token)
    assert match_rank(query, name) in range(5)
    assert query_tokens("p" + "9" * 5000) == ("p" + "9" * 5000 + " ",)
