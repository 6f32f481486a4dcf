"""The ledger of recommendations, the sheet of each, and the steps that are recorded on it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.errors import InvalidGeometry, PersonalData
from layers.areas.clusters import list_choices
from layers.errors import Refused, StaleVersion
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.database import Reading, Write
from layers.store.identifiers import boundary_id, find_cluster_key
from layers.supervision import ledger, recommendations
from layers.supervision.bodies import list_bodies
from layers.supervision.ledger import Ageing, Asked, Place
from layers.supervision.recommendation_steps import KINDS, STATES
from layers.supervision.recommendations import Answer, Sending
from webmap.errors import BadParameter
from webmap.http import auth, params, respond
from webmap.http.demo_mark import labelled_file
from webmap.http.i18n import t
from webmap.http.today import today
from webmap.pages.supervision import recommendation_sheet as sheet
from webmap.render.spreadsheet import MIMETYPE, write_csv

blueprint = Blueprint("recommendations", __name__)

FILTERS = ("state", "kind", "body", "area", "hotspot")
SHOWN_STATES = ("overdue", *STATES)
_ON_MAP = {"sent": "waiting", "overdue": "overdue"}
"""States that the map tells, and what it calls them."""

_CODE = re.compile(r"[0-9A-Z_]{1,40}")
_CURSOR = re.compile(r"([0-9])\.([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})")


@blueprint.get("/recommendations")
def index() -> ResponseReturnValue:
    """Show the recommendations that the reader may see, overdue ones first, and how they age with each body."""
    params.require_known(request.args, (*FILTERS, "cursor"))
    asked = _asked(request.args)
    after = _read_cursor(request.args["cursor"]) if "cursor" in request.args else None
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), *ledger.READING)
        rows, next_place = ledger.list_recommendations(connection, auth.actor(), asked, after=after)
        aged = ledger.ageing(connection, auth.actor(), asked)
        lists = _lists(connection)
    chosen: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return render_template(
        "recommendations/index.html",
        rows=[{"row": row, "days": sheet.due_days(row, asked.on)} for row in rows],
        aged=aged,
        totals=_totals(aged),
        next_url=_url(chosen, cursor=_write_cursor(next_place)) if next_place else None,
        is_first=after is None,
        states=[(state, _state_url(chosen, state)) for state in (None, *_offered_states())],
        chosen=chosen,
        csv_url=url_for("recommendations.table", **chosen),
        map_url=_map_url(chosen),
        **lists,
    )


@blueprint.get("/recommendations.csv")
def table() -> ResponseReturnValue:
    """Return the same rows as a table for a spreadsheet: UTF-8 with its mark, days in ISO, numbers as numbers."""
    params.require_known(request.args, FILTERS)
    asked = _asked(request.args)
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), *ledger.READING)
        rows, _ = ledger.list_recommendations(connection, auth.actor(), asked, limit=None)
    answer = Response(_csv(rows, asked.on), mimetype=MIMETYPE)
    name = labelled_file(f"kien-nghi-{asked.on.isoformat()}.csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return respond.vary(answer)


@blueprint.get("/recommendations/<code>")
def show(code: str) -> ResponseReturnValue:
    """Show one recommendation with its history, and what can be done next."""
    params.require_known(request.args, ())
    return sheet.show(code)


@blueprint.post("/recommendations/<code>/send")
def send(code: str) -> ResponseReturnValue:
    """Record with which letter it was sent."""

    def deed(change: Write, form: Any) -> None:
        sending = Sending(
            form.sent_on.data, form.keep_letter(change), form.reply_due_on.data, sheet.reply_working_days()
        )
        recommendations.send(change, code, sending, version=form.version.data)

    return _take(code, "send", deed)


@blueprint.post("/recommendations/<code>/answer")
def answer(code: str) -> ResponseReturnValue:
    """Record what the body answered."""

    def deed(change: Write, form: Any) -> None:
        letter = form.keep_letter(change)
        told = Answer(form.answered_on.data, form.outcome.data, letter)
        recommendations.record_answer(change, code, told, version=form.version.data)

    return _take(code, "answer", deed)


@blueprint.post("/recommendations/<code>/close")
def close(code: str) -> ResponseReturnValue:
    """Record how it ended."""

    def deed(change: Write, form: Any) -> None:
        reason, version = form.reason.data, form.version.data
        recommendations.close(
            change, code, form.state.data, form.closed_on.data, reason=reason, version=version
        )

    return _take(code, "close", deed)


@blueprint.post("/recommendations/<code>/withdraw")
def withdraw(code: str) -> ResponseReturnValue:
    """Withdraw it, with a reason."""

    def deed(change: Write, form: Any) -> None:
        recommendations.withdraw(change, code, form.reason.data, version=form.version.data)

    return _take(code, "withdraw", deed)


def _take(code: str, step: str, deed: Any) -> ResponseReturnValue:
    form, is_whole = sheet.sent_form(code, step)
    if not is_whole:
        return sheet.show(code, form=form, step=step)
    try:
        with auth.database().write(auth.actor(), f"recommendation.{step}") as change:
            deed(change, form)
    except (Refused, PersonalData, InvalidGeometry, StaleVersion) as error:
        return sheet.show(code, form=form, step=step, error=error)
    flash(t(f"recommendations.told.{step}"), "good")
    return redirect(url_for("recommendations.show", code=code), 303)


def _asked(args: Mapping[str, str]) -> Asked:
    """Return which recommendations the address asks for; an empty parameter asks for all."""
    for name, allowed in (("state", SHOWN_STATES), ("kind", tuple(KINDS))):
        if args.get(name) and args[name] not in allowed:
            raise BadParameter(name, "one_of", allowed=", ".join(allowed))
    for name in ("body", "hotspot"):
        if args.get(name) and not _CODE.fullmatch(args[name]):
            raise BadParameter(name, "code")
    return Asked(
        today(),
        state=args["state"] if args.get("state") in STATES else None,
        kind=args.get("kind") or None,
        body=args.get("body") or None,
        hotspot=args.get("hotspot") or None,
        is_overdue=args.get("state") == "overdue",
        area=params.read_area(args["area"]) if args.get("area") else None,
    )


def _read_cursor(text: str) -> Place:
    found = _CURSOR.fullmatch(text)
    try:
        if found:
            return int(found[1]), date.fromisoformat(found[2]), int(found[3])
    except ValueError as error:
        raise BadParameter("cursor", "cursor") from error
    raise BadParameter("cursor", "cursor")


def _write_cursor(place: Place) -> str:
    return f"{place[0]}.{place[1].isoformat()}.{place[2]}"


def _url(chosen: Mapping[str, str], **changes: str) -> str:
    asked: dict[str, Any] = {**chosen, **changes}
    return url_for("recommendations.index", **asked)


def _offered_states() -> tuple[str, ...]:
    """Return the states to choose from: whoever only receives recommendations knows of no drafts."""
    return tuple(state for state in SHOWN_STATES if state != "draft" or auth.may("recommendation.read"))


def _state_url(chosen: Mapping[str, str], state: str | None) -> str:
    others = {name: value for name, value in chosen.items() if name != "state"}
    return _url(others, state=state) if state else _url(others)


def _map_url(chosen: Mapping[str, str]) -> str | None:
    """Return the map of the places with the same recommendations; None where the reader or the filter has none."""
    state = chosen.get("state", "sent")
    if not auth.may("hotspot.read") or state not in _ON_MAP or {"kind", "body"} & set(chosen):
        return None
    area, place = chosen.get("area"), chosen.get("hotspot")
    if area and find_cluster_key(area):
        return None
    return url_for("map.show", reply=_ON_MAP[state], ward=area, selected=place)


def _lists(connection: Reading) -> dict[str, Any]:
    actions = scope.allowed_actions(connection, auth.actor())
    wards = ledger.list_wards(connection, auth.actor(), today())
    return {
        "kinds": tuple(KINDS),
        "bodies": list_bodies(connection, is_active=None) if "recommendation.read" in actions else [],
        "wards": [
            *((boundary_id(ward.code, ward.valid_from), ward.name) for ward in wards),
            *list_choices(connection, today().year),
        ],
        "may_draft": "recommendation.draft" in actions,
    }


def _totals(aged: list[Ageing]) -> dict[str, int]:
    return {name: sum(getattr(row, name) for row in aged) for name in ("total", "open", "overdue")}


def _csv(rows: list[AnyRow], on: date) -> str:
    columns = ("code", "kind", "state", "hotspot", "hotspot_name", "body_name", "content", "drafted_on", "sent_on",
               "reply_due_on", "days_overdue", "answered_on", "outcome", "closed_on")  # fmt: skip
    table: list[list[object]] = [[t(f"recommendations.column.{name}") for name in columns]]
    for row in rows:
        days = sheet.due_days(row, on)
        told = {
            **row._mapping,
            "kind": t(f"codes.recommendation_kind.{row.kind}"),
            "state": t(f"codes.recommendation_state.{row.state}"),
            "days_overdue": max(0, -days) if days is not None else None,
        }
        table.append([told[name] for name in columns])
    return write_csv(table)
