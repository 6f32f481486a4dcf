"""OGC API - Features, part 4: programs create, replace, update and remove places, by the rules of the pages."""

from typing import cast

from flask import Blueprint, Response, current_app, request

from layers.conversion.status import count_events, read_status, record_status
from layers.errors import Refused, StaleVersion
from layers.places.drafts import Extent, Place
from layers.places.hotspots import find_hotspot, open_hotspot, revise_hotspot
from layers.places.lineage import close_hotspot
from layers.places.references import PlaceRef, get_place
from layers.places.versions import read_draft
from layers.store import scope
from layers.store.database import Write
from webmap.api import exchange
from webmap.api.place_bodies import (
    SentPlace,
    bring_together,
    changed_place,
    new_place,
    read_decision,
    read_sent,
)
from webmap.config import Config
from webmap.http import auth, params
from webmap.http.i18n import t
from webmap.http.today import today

blueprint = Blueprint("editing", __name__, url_prefix="/api/collections/hotspots/items")


@blueprint.route("", methods=["POST"], provide_automatic_options=False)
def create() -> Response:
    """Propose a place; the same identifier once more answers with the same place."""
    actor = auth.actor()
    with auth.database().read() as connection:
        scope.require(connection, actor, "hotspot.propose")
    params.require_known(request.args, ())
    sent = read_sent(exchange.read_body(), exchange.read_content_crs(), is_whole=True)
    with auth.database().write(actor, "hotspot.open", sent.reason) as change:
        is_known = find_hotspot(change.connection, sent.uuid) is not None
        place = new_place(change.connection, sent, today())
        first = read_decision(change.connection, sent, sent.status or "DE_XUAT", place.valid_from)
        is_different = sent.told.switch("is_different")
        _require_not_ahead(place)
        code = open_hotspot(change, place, first, least=_least(), uuid=sent.uuid, is_different=is_different)
    return exchange.tell_feature("hotspots", code, status=200 if is_known else 201)


@blueprint.route("/<path:item_id>", methods=["PUT"], provide_automatic_options=False)
def replace(item_id: str) -> Response:
    """Describe a place anew, from the version that the program started from."""
    return _change(item_id, is_whole=True)


@blueprint.route("/<path:item_id>", methods=["PATCH"], provide_automatic_options=False)
def update(item_id: str) -> Response:
    """Change some properties of a place (JSON merge patch)."""
    return _change(item_id, is_whole=False)


@blueprint.route("/<path:item_id>", methods=["DELETE"], provide_automatic_options=False)
def remove(item_id: str) -> Response:
    """Take a place out of the register; what it said until now stays known."""
    actor = auth.actor()
    with auth.database().read() as connection:
        get_place(connection, actor, item_id, "hotspot.edit")
    reason = exchange.read_reason()
    with auth.database().write(actor, "hotspot.close", reason or None) as change:
        place = get_place(change.connection, actor, item_id, "hotspot.edit")
        close_hotspot(change, place.id, version=exchange.started_from(place.version, None))
    return exchange.tell_removed()


@blueprint.route("", methods=["OPTIONS"], provide_automatic_options=False)
def tell_collection_methods() -> Response:
    """Say what whoever asks may do with the collection."""
    return exchange.allow({"POST"} if auth.may("hotspot.propose") else ())


@blueprint.route("/<path:item_id>", methods=["OPTIONS"], provide_automatic_options=False)
def tell_item_methods(item_id: str) -> Response:  # noqa: ARG001 - the same for every place
    """Say what whoever asks may do with a place."""
    return exchange.allow_editing() if auth.may("hotspot.edit") else exchange.allow()


def _change(item_id: str, *, is_whole: bool) -> Response:
    actor = auth.actor()
    with auth.database().read() as connection:
        get_place(connection, actor, item_id, "hotspot.edit")
    params.require_known(request.args, ())
    sent = read_sent(exchange.read_body(), exchange.read_content_crs(), is_whole=is_whole)
    with auth.database().write(actor, "hotspot.revise", sent.reason or t("api.edit.reason")) as change:
        place = get_place(change.connection, actor, item_id, "hotspot.edit")
        _revise(change, place, sent, exchange.started_from(place.version, sent.version))
    return exchange.tell_feature("hotspots", place.code)


def _revise(change: Write, place: PlaceRef, sent: SentPlace, started_from: int) -> None:
    present, base = (
        read_draft(change.connection, place.id, number) for number in (place.version, started_from)
    )
    if present is None or base is None:
        raise StaleVersion("version_stale", started_from=started_from, present=place.version)
    mine = bring_together(base, changed_place(base, sent), present, (started_from, place.version))
    _require_not_ahead(mine)
    is_moved = sent.status not in (None, read_status(change.connection, place.id, today()))
    if mine != present:
        revise_hotspot(change, place.id, mine, version=place.version, least=_least())
    elif not is_moved:
        change.note("hotspot", place.code)  # asked for, and so already
    if is_moved:
        seen = count_events(change.connection, place.id)
        decision = read_decision(change.connection, sent, str(sent.status), today())
        record_status(change, place.id, decision, seen=seen)


def _require_not_ahead(place: Place) -> None:
    if place.valid_from > today():
        raise Refused("date_in_future", field="valid_from", day=place.valid_from.isoformat())


def _least() -> Extent:
    config = cast(Config, current_app.config["DIABAN"])
    return Extent(config.min_hotspot_length_m, config.min_hotspot_area_m2)
