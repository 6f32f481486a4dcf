"""What the forms of visits ask and read, apart from the pages that show them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask, g
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.bodies import Body
from layers.supervision.checklists import Checklist, read_default_items
from layers.supervision.visit_records import Position
from tests.rows import convert
from webmap.pages.supervision.visit_forms import (
    Asked,
    first_values,
    make_visit_form,
    offer_choices,
    read_draft,
    suggest_next,
)

ASKED = Asked(Checklist(3, 1, read_default_items()), (Body(1, "MAT_TRAN", "Mặt trận", "member", True, 1),))
DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def request_in_vietnamese(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        g.account = None
        yield


def _sent(**fields: str) -> object:
    sent = {"visited_on": "22/11/2026", "form": "report", "head_count": "3", "result": "same", **fields}
    form = make_visit_form(ASKED)(MultiDict(sent))
    offer_choices(form, ASKED)
    assert form.validate(), form.errors
    return form


def test_the_first_values_pass_the_form() -> None:
    form = make_visit_form(ASKED)(data=first_values(ASKED, DAY, None, None))
    offer_choices(form, ASKED)
    assert (form.visited_on.data, form.form.data, form.units.data) == (DAY, "on_site", ["MAT_TRAN"])
    assert all(question.text for question in ASKED.questions)


def test_facts_that_were_not_seen_are_left_out() -> None:
    draft = read_draft(_sent(answer_needles="few", answer_camera=""), ASKED)
    assert (draft.answers, draft.checklist_id) == ({"needles": "few"}, 3)
    assert read_draft(_sent(), ASKED).checklist_id is None


def test_the_next_day_follows_the_state(store: Database) -> None:
    with store.write(SYSTEM, "status.record") as change:
        convert(change, 2, date(2026, 11, 1))
    with store.read() as connection:
        assert suggest_next(connection, 1, DAY) == date(2026, 11, 29)
        assert suggest_next(connection, 2, DAY) == date(2026, 12, 22)
        assert suggest_next(connection, 1, date(1999, 1, 1)) is None, "before anybody knew of it"


def test_a_device_tells_position_and_time() -> None:
    draft = read_draft(
        _sent(seen_lon="106.65", seen_lat="10.73", accuracy_m="12.5", device_at="2026-11-22T09:00:00+07:00"),
        ASKED,
    )
    assert draft.position == Position(106.65, 10.73, 12.5)
    assert draft.device_at == datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20))
def test_what_no_device_writes_is_left_out(text: str) -> None:
    draft = read_draft(_sent(seen_lon=text, seen_lat="", device_at=text), ASKED)
    assert draft.position is None
    assert draft.device_at is None or draft.device_at.tzinfo is not None
