"""What devices ask that work without a network: sign-in, their part of the register, what they recorded, pictures."""

import hashlib
from dataclasses import asdict
from functools import partial
from typing import Any, cast
from uuid import UUID

import orjson
from flask import Blueprint, Response, current_app, request
from flask_wtf.csrf import generate_csrf

from layers.actor import Actor
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.places.drafts import Extent
from layers.store import scope
from layers.store.blobs import BlobStore
from layers.supervision.checklists import get_current_checklist
from layers.sync.answers import Answer, list_answers
from layers.sync.area_packages import read_area, trace_plans
from layers.sync.bodies import Body
from layers.sync.devices import LONGEST_NAME, find_device, get_device, register_device, tell_state
from layers.sync.entries import FORMATS, read_batch
from layers.sync.parts import PartStore
from layers.sync.place_entries import ProposalRules
from layers.sync.received import list_received
from layers.sync.receiving import note_seen, receive_entries
from layers.sync.uploads import MOST_PIECE_BYTES, Stores, add_piece, begin_upload, read_announced
from webmap.api.openapi import VERSION
from webmap.config import Config
from webmap.http import auth, params, respond
from webmap.http.errors import find_status, problem
from webmap.http.i18n import t, translator
from webmap.http.today import read_visit_rule, today
from webmap.http.ways import ways
from webmap.maps.feed import FeedRequest, build_feed
from webmap.render import assets

blueprint = Blueprint("sync", __name__, url_prefix="/api/sync")

PIECE = "application/offset+octet-stream"
"""Media type of a piece of an upload, as resumable uploads have it (tus 1.0)."""

_OFFSET = "Upload-Offset"
_INBOX = "/conflicts"


@blueprint.get("/session")
def session() -> Response:
    """Tell who is signed in, what is known of the device, and the time."""
    device = _device_asked()
    with auth.database().read() as connection:
        state = tell_state(connection, auth.actor(), device)
        allowed = sorted(scope.allowed_actions(connection, auth.actor()))
        checklist = get_current_checklist(connection).id
    body = {
        "account": {"name": auth.account().name, "locale": translator().locale},
        "csrf": generate_csrf(),
        "server_at": respond.utc_text(auth.database().clock()),
        "app": f"{VERSION}-{assets.fingerprint('build/field.js')[:8]}",
        "formats": list(FORMATS),
        "checklist": checklist,
        "device": {"uuid": device, "state": state},
        "may": allowed,
    }
    return _private(body)


@blueprint.post("/devices")
def add_device() -> Response:
    """Register a device of the account."""
    auth.require_session("hotspot.read")
    told = Body(_json(), ("uuid", "name"))
    uuid, name = told.uuid("uuid"), told.text("name", LONGEST_NAME) or ""
    with auth.database().read() as connection:
        is_known = find_device(connection, uuid) is not None
    with auth.database().write(auth.actor(), "device.add") as change:
        register_device(change, uuid, name)
    return _private({"uuid": uuid, "state": "known"}, status=200 if is_known else 201)


@blueprint.get("/area")
def area() -> Response:
    """Return what the device takes along; the same tag as long as it would be the same."""
    actor = _oneself()
    with auth.database().read() as connection:
        scope.require(connection, actor, "hotspot.read")
        device = get_device(connection, actor, _device_asked())
        rule = read_visit_rule(connection)
        told = read_area(connection, actor, today(), rule)
        told["plan_lines"] = trace_plans(told["plans"], lambda plan: ways(connection, plan.source))
        told["feed"] = build_feed(connection, FeedRequest(actor, today(), intervals=rule))
    note_seen(auth.database(), actor, device)
    told["account"] = auth.account().name
    etag = hashlib.sha256(_written(told)).hexdigest()[:32]
    unchanged = respond.find_unchanged(etag)
    if unchanged is not None:
        return unchanged
    told["made_at"] = respond.utc_text(auth.database().clock())
    response = _private(told)
    response.set_etag(etag, weak=True)
    return response


@blueprint.post("/entries")
def receive() -> Response:
    """Store what was recorded without a network and answer each entry."""
    auth.require_session("hotspot.read")
    batch = read_batch(_json())
    config = cast(Config, current_app.config["DIABAN"])
    least = Extent(config.min_hotspot_length_m, config.min_hotspot_area_m2)
    rules = ProposalRules(t("places.from_field"), least)
    told = receive_entries(auth.database(), auth.actor(), batch, rules)
    return _private(
        {"server_at": respond.utc_text(auth.database().clock()), "answers": [_answer(one) for one in told]}
    )


@blueprint.get("/entries")
def entries() -> Response:
    """Tell what the register has of a device, with receipts."""
    actor = _oneself()
    with auth.database().read() as connection:
        device = get_device(connection, actor, _device_asked())
        told = list_answers(connection, device)
    return _private({"entries": [_answer(one) for one in told]})


@blueprint.get("/received")
def received() -> Response:
    """Tell what was lately received from the account, from whichever device, with receipts."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        told = list_received(connection, _oneself(), today())
    return _private({"received": [asdict(one) for one in told]})


@blueprint.post("/uploads")
def announce() -> Response:
    """Begin to take a picture, or tell how much of it is there."""
    auth.require_session("visit.record")
    announced = read_announced(_json())
    with auth.database().write(auth.actor(), "upload.begin") as change:
        progress = begin_upload(change, announced, _stores().parts)
    return _private({"offset": progress.offset, "receipt": progress.receipt})


@blueprint.route("/uploads/<uuid:uuid>", methods=["PATCH", "POST"])
def append(uuid: UUID) -> Response:
    """Take a piece of a picture; POST does the same, for networks that let no PATCH through."""
    auth.require_session("visit.record")
    if request.mimetype != PIECE:
        raise Refused("entry_malformed", field="Content-Type")
    offset = request.headers.get(_OFFSET, "")
    if not offset.isascii() or not offset.isdigit() or len(offset) > 10:  # noqa: PLR2004 - no picture is longer
        raise Refused("entry_malformed", field=_OFFSET)
    if (request.content_length or 0) > MOST_PIECE_BYTES:
        raise Refused("piece_too_large", maximum=MOST_PIECE_BYTES)
    try:
        told = add_piece(
            auth.database(), auth.actor(), str(uuid), (int(offset), request.get_data()), _stores()
        )
    except StaleVersion as error:
        response = _private(problem(error.code, find_status(error), error.facts), status=find_status(error))
        response.headers[_OFFSET] = str(error.facts["present"])
        return response
    if isinstance(told, Answer):
        return _private(_answer(told))
    response = respond.vary(Response(status=204))
    response.headers[_OFFSET] = str(told.offset)
    return response


def _device_asked() -> str:
    params.require_known(request.args, ("device",))
    return Body({"device": request.args.get("device")}, ("device",)).uuid("device")


def _oneself() -> Actor:
    """Return who asks, as himself: a device carries what its own account may see."""
    if auth.find_viewing() is not None:
        raise OutsideScope("viewing_as")
    return auth.actor()


def _json() -> Any:
    """Return the body of the request.

    Raises
    ------
    Refused
        ``entry_malformed``: it is no JSON.
    """
    if not request.is_json:
        raise Refused("entry_malformed", field="body")
    return orjson.loads(request.get_data(cache=True))  # readable, or it would not have come so far


def _answer(told: Answer) -> dict[str, Any]:
    about = {"type": told.object_type, "id": told.object_id} if told.object_type else None
    return {
        "uuid": told.uuid,
        "outcome": told.outcome,
        "receipt": told.receipt,
        "object": about,
        "code": told.code,
        "facts": told.facts,
        "message": translator().error(told.code, dict(told.facts)) if told.code else None,
        "current": told.current,
        "inbox": _INBOX if told.inbox else None,
    }


def _private(body: object, *, status: int = 200) -> Response:
    return respond.to_bytes(_written(body), mimetype=respond.JSON, status=status)


def _stores() -> Stores:
    config = cast(Config, current_app.config["DIABAN"])
    return Stores(PartStore(config.data_dir / "uploads"), cast(BlobStore, current_app.extensions["files"]))


_written = partial(orjson.dumps, default=list)  # named tuples of plans: positions and spans as lists
