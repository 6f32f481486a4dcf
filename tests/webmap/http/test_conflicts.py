"""Two people's changes of one form: what is compared, merged, asked, carried on and kept."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast
from uuid import uuid4

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from geo.errors import AppError
from layers.errors import NotFound, Refused, StaleVersion
from layers.people.conflicts import Kept, Proposal, keep_proposal, list_proposals
from layers.people.users import Account
from layers.store.database import Database, Write
from layers.store.wording import claim_no_persons
from tests.webmap.conftest import SignIn
from webmap.http import conflicts
from webmap.http.conflicts import (
    About,
    Dispute,
    attempt,
    dispute_of,
    look_again,
    plain,
    state_of,
    take_choice,
    tell_value,
)
from webmap.http.forms import CodeField, CodesField, DayField, LineField, PageForm, WholeField, sent_values

_ABOUT = About("visit", "GS00001", "Hẻm 1678", "/visits/GS00001", "/visits/GS00001/edit")
_PROPOSAL = Proposal(
    "visit",
    "GS00001",
    "Hẻm 1678",
    1,
    "/visits/GS00001/edit",
    (("result", "worse"),),
    ("result",),
    str(uuid4()),
)
_BASE = {"note": None, "on": date(2026, 11, 1), "units": ("a", "b"), "result": "same"}


class _Form(PageForm):
    version = WholeField(least=1, most=9)
    note = LineField()
    on = DayField()
    units = CodesField()
    result = CodeField()


@pytest.fixture
def lan(add_account: SignIn) -> Account:
    return add_account("officer", "776")


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    """Read forms as within a request."""
    with app.test_request_context("/"):
        yield


def _form(**sent: Any) -> Any:
    form = _Form(MultiDict([(name, one) for name, told in sent.items() for one in told.split(",")]))
    form.units.choices = [("a", "Đoàn A"), ("b", "Đoàn B")]
    form.result.choices = [("same", "Như trước"), ("worse", "Kém hơn"), ("better", "Tốt hơn")]
    return form


def _mine(note: str = "tối") -> Any:
    return _form(version="1", note=note, on="01/11/2026", units="b,a", result="worse")


def _dispute(form: Any, **theirs: Any) -> Dispute:
    return dispute_of(form, _ABOUT, (1, 2), (_BASE, {**_BASE, **theirs}), lambda name: name.upper())


def _kept(store: Database, who: Account) -> list[Kept]:
    with store.read() as connection:
        return list(list_proposals(connection, who.actor, store.clock()))


def test_what_means_the_same_is_equal() -> None:
    assert plain("") is plain(None) is None
    assert plain(["b", "a"]) == plain(("a", "b")) == ("a", "b")
    assert state_of(_mine(), ("units", "note", "on")) == {
        "units": ("a", "b"),
        "note": "tối",
        "on": date(2026, 11, 1),
    }


def _answer(dispute: conflicts.Dispute) -> tuple[str, int]:
    page, status = cast(tuple[str, int], conflicts.answer(dispute))
    return page, status


def test_what_one_side_changed_is_taken_and_the_rest_is_asked(
    app: Flask, lan: Account, store: Database
) -> None:
    form = _mine()
    with app.test_request_context("/visits/GS00001/edit", method="POST", data={"csrf_token": "x"}):
        g.account = lan
        page, status = _answer(_dispute(form, result="better", on=date(2026, 11, 3)))
    assert status == 412
    assert page.count('type="radio"') == 2
    assert 'name="on" value="03/11/2026"' in page
    assert 'name="note" value="tối"' in page
    assert 'name="version" value="2"' in page
    assert all(words in page for words in ("Kém hơn", "Tốt hơn", "NOTE"))
    (kept,) = _kept(store, lan)
    assert dict(kept.proposal.sent) == {
        "version": "1", "note": "tối", "on": "01/11/2026", "units": "a", "result": "worse",
    }  # fmt: skip
    assert (kept.proposal.path, kept.proposal.base_version) == ("/visits/GS00001/edit", 1)


def test_what_names_a_person_is_shown_and_not_kept(app: Flask, lan: Account, store: Database) -> None:
    with app.test_request_context("/visits/GS00001/edit", method="POST"):
        g.account = lan
        page, status = _answer(_dispute(_mine("gặp ông Nguyễn Văn Bảy"), note="sáng"))
    assert status == 412
    assert "không được giữ lại" in page
    assert "Nguyễn Văn Bảy" in page
    assert _kept(store, lan) == []


def test_a_name_that_its_writer_answers_for_is_kept_with_the_answer(
    app: Flask, lan: Account, store: Database
) -> None:
    claimed = {"not_person": ["Nguyễn Văn Bảy", "Trần Văn Tám"]}
    with app.test_request_context("/visits/GS00001/edit", method="POST", data=claimed):
        claim_no_persons(claimed["not_person"])
        g.account = lan
        conflicts.answer(_dispute(_mine("đường Nguyễn Văn Bảy"), note="sáng"))
    (kept,) = _kept(store, lan)
    assert [value for name, value in kept.proposal.sent if name == "not_person"] == ["Nguyễn Văn Bảy"]


def test_who_wanted_just_that_has_nothing_to_do(app: Flask, lan: Account, store: Database) -> None:
    with app.test_request_context("/visits/GS00001/edit", method="POST"):
        g.account = lan
        answer: Any = conflicts.answer(_dispute(_mine(), note="tối", result="worse"))
    assert (answer.status_code, answer.location) == (303, "/visits/GS00001")
    assert _kept(store, lan) == []


@pytest.mark.parametrize(
    ("sent", "result"),
    [
        ({}, "worse"),
        ({"asked": "result", "take-result": "mine"}, "worse"),
        ({"asked": "result", "take-result": "theirs"}, "better"),
        ({"asked": "result"}, None),
        ({"asked": "result", "take-result": "both"}, None),
        ({"asked": "version", "take-version": "theirs"}, None),
    ],
)
def test_only_what_was_chosen_is_taken(app: Flask, sent: dict[str, str], result: str | None) -> None:
    form = _mine()
    with app.test_request_context("/", method="POST", data=sent):
        is_decided = take_choice(form, {**_BASE, "result": "better"})
    assert (form.result.data if is_decided else None) == result


def test_a_form_that_is_not_merged_starts_from_the_newest_version(app: Flask) -> None:
    form = _mine()
    with app.test_request_context("/"):
        look_again(form, StaleVersion("version_stale", started_from=1, present=4))
    assert form.version._value() == "4"
    assert len(form.told) == 1
    assert ("note", "tối") in sent_values(form)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (StaleVersion("version_stale", started_from=1, present=2), 412),
        (Refused("plan_cancelled", plan="LT00001"), 422),
    ],
    ids=["too_late", "refused"],
)
def test_a_deed_that_fails_leaves_nothing_and_is_told_on_the_form(
    lan: Account, store: Database, error: AppError, status: int
) -> None:
    g.account, form = lan, _mine()

    def deed(change: Write) -> None:
        keep_proposal(change, _PROPOSAL)
        raise error

    assert attempt(form, "visit.plan", deed) == status
    assert len(form.told) == 1
    assert not _kept(store, lan)


def test_a_deed_that_is_done_is_kept(lan: Account, store: Database) -> None:
    g.account = lan
    assert attempt(_mine(), "visit.plan", lambda change: keep_proposal(change, _PROPOSAL)) is None
    assert len(_kept(store, lan)) == 1


def test_what_is_no_refusal_is_for_its_own_page(lan: Account) -> None:
    def deed(change: Write) -> None:
        raise NotFound("hotspot_not_found", id="DB9")

    g.account = lan
    with pytest.raises(NotFound):
        attempt(_mine(), "visit.plan", deed)


def test_values_are_told_in_words(app: Flask) -> None:
    choices = [("a", "Đoàn A"), ("b", "Đoàn B")]
    with app.test_request_context("/"):
        told = [
            tell_value(value, choices) for value in (None, "", (), ("b", "a", "x"), "a", 7, date(2026, 11, 1))
        ]
        truths = [tell_value(value) for value in (True, False)]
    assert told == ["(trống)"] * 3 + ["Đoàn B, Đoàn A, x", "Đoàn A", "7", "01/11/2026"]
    assert truths == ["có", "không"]
