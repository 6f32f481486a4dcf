"""Meeting packs as work: the bar moves, the same question gives the same bytes, nothing is refused in silence."""

from dataclasses import replace
from typing import Any

import pytest

from layers.errors import NotFound, OutsideScope, Refused
from layers.people.users import Account
from tests.webmap.conftest import SignIn
from tests.webmap.render.paper.test_visit_slip import read
from webmap.jobs import packs
from webmap.jobs.packs import make_pack_file
from webmap.jobs.work import Work

QUESTION: dict[str, Any] = {
    "form": "pdf", "area": "776@start", "on": "2026-11-22", "since": "2012-01-01", "vintage": "start", "kind": [],
    "topic": [], "known_at": None, "url": "https://x.example/dashboard",
}  # fmt: skip


def test_a_pack_has_a_page_for_each_ward_and_the_bar_moves(work: Work, told: list[Any]) -> None:
    made = make_pack_file(work, QUESTION)
    pages = [" ".join(page.split()) for page in read(made.body)]
    heads = [page[:40] for page in pages]
    for number in range(1, 17):
        assert any(f"Phường {number} Dữ liệu ngày 22/11/2026" in head for head in heads), number
    whole = " ".join(pages)
    assert all(f"DB0000{nth}" in whole for nth in range(1, 5))
    shares = [share for share, _, _ in told]
    assert shares == sorted(set(shares))
    assert len(shares) > 16 + 5
    assert shares[-1] > 0.9
    assert {work.translator.text(key, **facts) for _, key, facts in told} >= {"Đang đọc số liệu…"}
    assert made.name == "ho-so-hop-2026-11-22.pdf"
    assert make_pack_file(work, QUESTION).body == made.body


def test_an_area_where_nothing_is_gives_a_pack_that_says_so(work: Work) -> None:
    empty = {
        **QUESTION,
        "area": "27397@2025-01-01",
        "on": "1990-01-01",
        "since": "1989-01-01",
        "vintage": None,
    }
    told = " ".join(" ".join(read(make_pack_file(work, empty).body)).split())
    for words in ("Khu vực này chưa có địa bàn nào", "Không có địa bàn nào đổi trạng thái trong kỳ.",
                  "Không có kiến nghị nào đang chờ trả lời.", "Không có lượt giám sát nào trong kỳ."):  # fmt: skip
        assert words in told


def test_a_pack_without_end_or_of_no_form_is_refused(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFound, match="pack_form_unknown"):
        make_pack_file(work, {**QUESTION, "form": "docx"})
    monkeypatch.setattr(packs, "MOST_WARDS", 3)
    with pytest.raises(Refused, match="sheet_too_many_pages"):
        make_pack_file(work, QUESTION)


def test_a_pack_tells_no_more_than_its_reader_sees(work: Work, add_account: SignIn) -> None:
    blind = add_account("supervisor", "27397@2025-01-01")
    told = " ".join(read(make_pack_file(_for(work, blind), {**QUESTION, "vintage": None}).body))
    assert "DB0000" not in told
    with pytest.raises(OutsideScope):
        make_pack_file(_for(work, add_account("partner", name="minh")), QUESTION)


def _for(work: Work, user: Account) -> Work:
    return replace(work, actor=user.actor)
