"""Recording a change of status: which moves there are on a day, the form of one, and the correction of an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.errors import PersonalData
from layers.conversion.grounds import Start
from layers.conversion.states import STATES
from layers.conversion.status import count_events, find_start, get_event, read_timeline, record_status
from layers.errors import Refused, StaleVersion
from layers.overview.evidence import Rung, read_ladder
from layers.places.references import PlaceRef, get_place
from layers.records.documents import Listed, find_document_row, get_document, list_documents
from layers.store.columns import AnyRow
from layers.store.database import Reading
from layers.store.features import get_item
from layers.store.query import FeatureQuery
from webmap.config import Config
from webmap.errors import BadParameter
from webmap.http import auth, params
from webmap.http.i18n import t
from webmap.http.today import today
from webmap.maps.symbols import SYMBOLS
from webmap.pages.places.status_form import (
    LEAST_NEW,
    StatusForm,
    fields_of,
    first_values,
    values_of,
)

blueprint = Blueprint("status", __name__)

MOST_OFFERED = 200
"""Documents that the form offers, the newest of the register."""


@dataclass(frozen=True)
class _Desk:
    """What lies before whoever records: the place, its moves on the day, and the documents to choose from."""

    place: PlaceRef
    name: str
    on: date
    start: Start
    ladder: tuple[Rung, ...]
    seen: int
    documents: tuple[Listed, ...]
    event: AnyRow | None

    @property
    def state(self) -> str | None:
        """State from which a change on the day starts."""
        return self.start.state

    def find(self, target: str | None) -> Rung | None:
        return next((rung for rung in self.ladder if rung.target == target), None)

    def others(self, target: str) -> list[str]:
        """Return the other states that could begin on the day."""
        return [rung.target for rung in self.ladder if rung.is_open and rung.target != target]


@blueprint.get("/hotspots/<code>/status")
def show(code: str) -> ResponseReturnValue:
    """Show the moves of the day, or with ``to`` the form of one of them."""
    target, day = _read_question()
    chosen = request.args.get("document")
    desk = _open_desk(code, day, chosen=chosen)
    rung = desk.find(target)
    if target is None or rung is None or not rung.is_open:
        return _choice_page(desk, is_elsewhere=target is not None)
    values = first_values(target, desk.on, _config())
    return _form_page(desk, StatusForm(**values, **_fresh(desk), document=chosen))


@blueprint.post("/hotspots/<code>/status")
def record(code: str) -> ResponseReturnValue:
    """Record the change."""
    return _record(code, None)


@blueprint.get("/hotspots/<code>/status/<event_uuid>/correct")
def show_correction(code: str, event_uuid: str) -> ResponseReturnValue:
    """Show the form that replaces an event, or with ``to`` the one that replaces it by another state."""
    target, day = _read_question()
    desk = _open_desk(code, day, event_uuid)
    assert desk.event is not None  # noqa: S101 - tells the type checker: asked for by its uuid
    values = values_of(desk.event)
    if target not in (None, desk.event.state):
        values |= first_values(str(target), desk.on, _config())
    return _form_page(desk, StatusForm(**values, **_fresh(desk)))


@blueprint.post("/hotspots/<code>/status/<event_uuid>/correct")
def correct(code: str, event_uuid: str) -> ResponseReturnValue:
    """Record the event that replaces another one; both stay readable."""
    return _record(code, event_uuid)


def _record(code: str, event_uuid: str | None) -> ResponseReturnValue:
    form = StatusForm.sent()
    desk = _open_desk(code, form.valid_from.data, event_uuid, chosen=form.document.data)
    form.offer(desk.documents)
    is_right = form.validate()
    if form.to.errors and desk.event is None:
        return _choice_page(desk, is_elsewhere=False), 422
    if form.to.errors and desk.event is not None:
        form.to.data = desk.event.state
    if not form.check_document(LEAST_NEW) or not is_right:
        return _form_page(desk, form), 422
    corrected = desk.event.id if desk.event else None
    action = "status.record" if corrected is None else "status.correct"
    try:
        with auth.database().write(auth.actor(), action, form.reason.data) as change:
            draft = form.write_draft(change, corrects_id=corrected)
            record_status(change, desk.place.id, draft, seen=form.seen.data)
    except StaleVersion:
        return _look_again(code, event_uuid, form)
    except (Refused, PersonalData) as error:
        form.tell(error)
        return _form_page(desk, form), 422
    told = "status.recorded" if corrected is None else "status.corrected"
    flash(t(told, name=desk.name, state=t(f"codes.status.{draft.state}"), day=draft.valid_from), "good")
    return redirect(url_for("hotspots.show", code=desk.place.code), 303)


def _look_again(code: str, event_uuid: str | None, form: StatusForm) -> ResponseReturnValue:
    """Show the form once more, beside what was recorded since it was shown first."""
    desk = _open_desk(code, form.valid_from.data, event_uuid, chosen=form.document.data)
    with auth.database().read() as connection:
        events = sorted(read_timeline(connection, desk.place.id), key=lambda row: row.recorded_at)
    meanwhile = events[form.seen.data or 0 :]
    form.seen.data = desk.seen
    return _form_page(desk, form, meanwhile), 412


def _open_desk(
    code: str, day: date | None, event_uuid: str | None = None, *, chosen: str | None = None
) -> _Desk:
    """Return what is needed to record a change that begins on a day; an event is replaced on its own day."""
    actor = auth.actor()
    with auth.database().read() as connection:
        place = get_place(connection, actor, code, "status.record")
        event = get_event(connection, place.id, event_uuid) if event_uuid is not None else None
        on = day or (event.valid_from if event is not None else today())
        but = event.id if event is not None else None
        feature = get_item(connection, actor, "hotspots", place.code, FeatureQuery(today()))
        return _Desk(
            place,
            str(feature.properties["name"]),
            on,
            find_start(connection, place.id, on, but=but),
            read_ladder(connection, actor, place, on, but=but),
            count_events(connection, place.id),
            _offered(connection, chosen or (event.document_uuid if event is not None else None)),
            event,
        )


def _offered(connection: Reading, chosen: str | None) -> tuple[Listed, ...]:
    """Return the documents to choose from, with the one that is chosen already, however old."""
    newest = list_documents(connection, limit=MOST_OFFERED).documents
    row = find_document_row(connection, chosen) if chosen else None
    if row is None or chosen is None or row in {one.id for one in newest}:
        return newest
    found = get_document(connection, row)
    told = (found.kind, found.title, found.number, found.issuer, found.issued_on)
    return (*newest, Listed(row, *told, chosen, 0))


def _read_question() -> tuple[str | None, date | None]:
    params.require_known(request.args, ("to", "on", "document"))
    target = request.args.get("to")
    if target is not None and target not in STATES:
        raise BadParameter("to", "one_of", allowed=", ".join(STATES))
    return target, params.read_day("on", request.args["on"]) if request.args.get("on") else None


def _fresh(desk: _Desk) -> dict[str, Any]:
    return {"uuid": str(uuid4()), "seen": desk.seen}


def _choice_page(desk: _Desk, *, is_elsewhere: bool) -> str:
    return render_template(
        "status/choose.html", desk=desk, is_elsewhere=is_elsewhere, symbols=SYMBOLS, today=today()
    )


def _form_page(desk: _Desk, form: StatusForm, meanwhile: Sequence[AnyRow] = ()) -> str:
    form.offer(desk.documents)
    target = str(form.to.data)
    rung = desk.find(target)
    if rung is not None:
        form.ask([step.need for step in rung.steps])
    form.reason.flags.required = form.reason.flags.required or desk.event is not None
    return render_template(
        "status/form.html",
        desk=desk,
        rung=rung,
        form=form,
        target=target,
        asked=fields_of(target) | {"valid_from", "reason"},
        meanwhile=meanwhile,
        symbols=SYMBOLS,
    )


def _config() -> Config:
    return cast(Config, current_app.config["DIABAN"])
