"""Asks for the meeting pack of what the overview shows: a PDF to hand out, and slides to show and change."""

from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from layers.summaries.rows import describe
from webmap.http import auth
from webmap.http.i18n import t
from webmap.jobs.asking import ask_for
from webmap.jobs.packs import FORMS
from webmap.pages.dashboard import told
from webmap.pages.dashboard.asked import Asked, read_asked_of

blueprint = Blueprint("pack", __name__)

ACTION = "map.export"


@blueprint.post("/dashboard/pack")
def ask() -> ResponseReturnValue:
    """Have the pack made in every form; the same form sent twice asks once."""
    auth.require_session(ACTION)
    with auth.database().read() as connection:
        asked = read_asked_of(connection)
        area = told.area_name(describe(connection, asked.question))
    sent = request.form.get("uuid", "")
    for form in FORMS:
        title = t("pack.job", form=form.upper(), area=area, day=asked.question.on)
        uuid = str(uuid5(NAMESPACE_URL, f"{sent}/{form}")) if sent else None
        ask_for("pack", {"form": form, **_tell(asked)}, title=title, uuid=uuid)
    flash(t("pack.asked"), "good")
    return redirect(url_for("downloads.index"), 303)


def _tell(asked: Asked) -> dict[str, object]:
    """Return the question as the work is given it, its days filled in."""
    question = asked.question
    days = {"on": question.on.isoformat(), "since": (question.since or question.on).isoformat()}
    return {
        **days,
        "area": question.area,
        "vintage": asked.given.get("vintage"),
        "kind": list(question.kind),
        "topic": list(question.topic),
        "known_at": question.known_at.isoformat() if question.known_at else None,
        "url": urljoin(
            request.host_url, asked.url("dashboard.show", **days, show=None, sort=None, months=None)
        ),
    }
