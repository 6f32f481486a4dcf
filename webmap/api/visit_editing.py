"""OGC API - Features, part 4: programs plan, record, correct and withdraw visits, by the rules of the pages."""

import shapely
from flask import Blueprint, Response, request

from layers.errors import Refused
from layers.places.references import get_place
from layers.store import features, scope
from layers.store.database import Reading, Write
from layers.store.query import FeatureQuery
from layers.supervision import visits
from layers.supervision.visit_records import VisitRecord, get_visit
from webmap.api import exchange, sent_features
from webmap.api.visit_bodies import SentVisit, describe_visit, is_same_visit, read_sent
from webmap.http import auth, params
from webmap.http.i18n import t
from webmap.http.today import today

blueprint = Blueprint("visit_editing", __name__, url_prefix="/api/collections/visits/items")

ACTION = "visit.record"
PLANNED = "planned"


@blueprint.route("", methods=["POST"], provide_automatic_options=False)
def create() -> Response:
    """Record a visit, or plan one; the same identifier once more answers with the same visit."""
    actor = auth.actor()
    with auth.database().read() as connection:
        scope.require(connection, actor, ACTION)
    params.require_known(request.args, ())
    sent = read_sent(exchange.read_body(), is_whole=True)
    uuid = sent_features.read_identifier(sent.feature)
    is_planned = sent.state == PLANNED
    if sent.state not in (None, PLANNED, "made"):
        raise Refused("entry_malformed", field="properties.state")
    with auth.database().write(actor, "visit.plan" if is_planned else "visit.record") as change:
        is_known = uuid is not None and visits.find_code(change.connection, uuid) is not None
        code = _plan(change, sent, uuid) if is_planned else _record(change, sent, uuid)
    return exchange.tell_feature("visits", code, status=200 if is_known else 201)


@blueprint.route("/<path:item_id>", methods=["PUT"], provide_automatic_options=False)
def replace(item_id: str) -> Response:
    """Describe a visit anew, from the version that the program started from."""
    return _change(item_id, is_whole=True)


@blueprint.route("/<path:item_id>", methods=["PATCH"], provide_automatic_options=False)
def update(item_id: str) -> Response:
    """Change some properties of a visit (JSON merge patch)."""
    return _change(item_id, is_whole=False)


@blueprint.route("/<path:item_id>", methods=["DELETE"], provide_automatic_options=False)
def remove(item_id: str) -> Response:
    """Cancel a planned visit, or withdraw one that was recorded by mistake; it stays readable."""
    actor = auth.actor()
    with auth.database().read() as connection:
        code = _find_open(connection, item_id, is_removal=True)
    reason = exchange.read_reason()
    with auth.database().write(actor, "visit.cancel", reason or None) as change:
        present = get_visit(change.connection, actor, code, today())
        version = exchange.started_from(present.version, None)
        visits.cancel_visit(change, code, version=version, reason=reason)
    return exchange.tell_removed()


@blueprint.route("", methods=["OPTIONS"], provide_automatic_options=False)
def tell_collection_methods() -> Response:
    """Say what whoever asks may do with the collection."""
    return exchange.allow({"POST"} if auth.may(ACTION) else ())


@blueprint.route("/<path:item_id>", methods=["OPTIONS"], provide_automatic_options=False)
def tell_item_methods(item_id: str) -> Response:  # noqa: ARG001 - the same for every visit
    """Say what whoever asks may do with a visit."""
    return exchange.allow_editing() if auth.may(ACTION) else exchange.allow()


def _change(item_id: str, *, is_whole: bool) -> Response:
    actor = auth.actor()
    with auth.database().read() as connection:
        code = _find_open(connection, item_id)
        state = get_visit(connection, actor, code, today()).state
    params.require_known(request.args, ())
    sent = read_sent(exchange.read_body(), is_whole=is_whole)
    deed = _find_deed(state, sent)
    with auth.database().write(actor, deed, sent.reason) as change:
        present = get_visit(change.connection, actor, code, today())
        _require_place(change, present, sent)
        version = exchange.started_from(present.version, sent.version)
        if deed == "visit.redate":
            _redate(change, present, sent, version)
        elif deed == "visit.record":
            draft = describe_visit(change.connection, sent, present)
            visits.record_visit(change, present.hotspot, draft, planned=(code, version))
        else:
            _correct(change, present, sent, version)
    return exchange.tell_feature("visits", code)


def _find_deed(state: str, sent: SentVisit) -> str:
    """Return what a change of a visit amounts to: what is planned is moved or fulfilled, what was made corrected."""
    if state == PLANNED:
        return "visit.redate" if sent.state in (None, PLANNED) else "visit.record"
    return "visit.correct"


def _record(change: Write, sent: SentVisit, uuid: str | None) -> str:
    return visits.record_visit(
        change, str(sent.hotspot), describe_visit(change.connection, sent, None), uuid=uuid
    )


def _plan(change: Write, sent: SentVisit, uuid: str | None) -> str:
    if sent.planned_on is None:
        raise Refused("feature_incomplete", field="planned_on")
    return visits.plan_visit(
        change, str(sent.hotspot), sent.planned_on, sent.values.get("units", ()), uuid=uuid
    )


def _redate(change: Write, present: VisitRecord, sent: SentVisit, version: int) -> None:
    day = sent.planned_on or present.day
    if present.version == version and day == present.planned_on:
        change.note("visit", present.code)  # asked for, and so already
        return
    visits.redate_visit(
        change, present.code, day, version=version, reason=sent.reason or t("api.edit.reason")
    )


def _correct(change: Write, present: VisitRecord, sent: SentVisit, version: int) -> None:
    if sent.state not in (None, present.state):
        raise Refused("entry_malformed", field="properties.state")
    draft = describe_visit(change.connection, sent, present)
    if present.version == version and is_same_visit(present, draft):
        change.note("visit", present.code)  # asked for, and so already
        return
    visits.correct_visit(
        change, present.code, draft, version=version, reason=sent.reason or t("api.edit.reason")
    )


def _find_open(connection: Reading, item_id: str, *, is_removal: bool = False) -> str:
    """Return the code of a visit that the actor may change, or may cancel or withdraw."""
    actor = auth.actor()
    scope.require(connection, actor, ACTION)
    told = features.get_item(connection, actor, "visits", item_id, FeatureQuery(today())).properties
    action = visits.cancel_action(str(told["state"])) if is_removal else ACTION
    get_place(connection, actor, str(told["hotspot"]), action)
    return str(told["code"])


def _require_place(change: Write, present: VisitRecord, sent: SentVisit) -> None:
    """Refuse to move a visit to another place, or away from its own.

    Raises
    ------
    Refused
        ``visit_place_fixed``.
    """
    if sent.hotspot not in (None, present.hotspot):
        raise Refused("visit_place_fixed", visit=present.code, place=present.hotspot)
    if sent.feature.get("geometry") is None:
        return
    drawn = sent_features.read_geometry(sent.feature["geometry"], exchange.read_content_crs())
    told = features.get_item(
        change.connection, auth.actor(), "visits", present.code, FeatureQuery(today())
    ).geometry
    if not sent_features.is_same_shape(drawn, shapely.from_geojson(told)):
        raise Refused("visit_place_fixed", visit=present.code, place=present.hotspot)
