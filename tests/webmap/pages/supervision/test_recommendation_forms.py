"""What two people may have worded differently in a draft, and that an answer about informants goes nowhere."""

from collections.abc import Iterator

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from layers.store.database import Database
from layers.supervision.ledger import get_recommendation
from layers.supervision.recommendations import revise
from tests.layers.places.supervised import ASKED, add_bodies, add_draft, add_visit
from tests.webmap.conftest import SignIn
from webmap.http import auth
from webmap.http.today import today
from webmap.pages.supervision.recommendation_forms import DraftForm, dispute_about, read_states


@pytest.fixture(autouse=True)
def request_of_a_supervisor(app: Flask, store: Database, add_account: SignIn) -> Iterator[None]:
    add_bodies(store)
    add_visit(store)
    with app.test_request_context("/"):
        g.account = add_account("supervisor", "776")
        yield


def test_each_version_says_what_it_stood_on(store: Database) -> None:
    code, second = add_draft(store), add_visit(store)
    with store.write(auth.actor(), "recommendation.revise") as change:
        revise(change, code, ASKED.__class__(ASKED.content, "UBND_PHUONG", ("GS00001", second)), version=1)
    form = DraftForm(
        MultiDict({"version": "1", "visits_before": "GS00001", "content": "x", "is_informant": "yes"})
    )
    form.body.choices = form.visits.choices = form.recipient_kind.choices = form.is_informant.choices = []
    with store.read() as connection:
        states = read_states(connection, form, code)
        row = get_recommendation(connection, auth.actor(), code, today()).row
    assert states[1] == {"body": "CA_PHUONG", "content": ASKED.content, "visits": ("GS00001",)}
    assert states[2] == {"body": "UBND_PHUONG", "content": ASKED.content, "visits": ("GS00001", second)}
    dispute = dispute_about(form, row, states, (1, 2))
    kept = dict(dispute.carry((), 1))
    assert "is_informant" not in kept
    assert (kept["version"], kept["visits_before"]) == ("1", "GS00001")
    assert dict(dispute.carry((), 2))["visits_before"] == f"GS00001,{second}"
