"""What requests that change features bring along besides the feature, and how they are answered (part 4)."""

from collections.abc import Collection
from typing import Any

import orjson
from flask import Response, request

from geo.geodesy.crs import WGS84_LONLAT, Crs
from layers.errors import Refused, StaleVersion
from layers.store import features
from layers.store.query import FeatureQuery
from webmap.errors import PreconditionMissing
from webmap.http import auth, params, respond
from webmap.http.i18n import t
from webmap.http.links import Link, address, link
from webmap.http.today import today

MERGE_PATCH = "application/merge-patch+json"
_LONGEST_REASON = 1000


def read_body() -> Any:
    """Return the body of the request, which is JSON or is refused."""
    if not request.is_json:
        raise Refused("feature_not_geojson")
    return orjson.loads(request.get_data(cache=True))  # readable, or it would not have come so far


def read_content_crs() -> Crs:
    """Return the CRS of the coordinates that were sent."""
    told = request.headers.get("Content-Crs")
    return WGS84_LONLAT if told is None else params.read_crs("Content-Crs", told.strip().strip("<>"))


def read_reason() -> str:
    """Return why a feature is to be removed; empty where it is not said."""
    params.require_known(request.args, ("reason",))
    return request.args.get("reason", "").strip()[:_LONGEST_REASON]


def started_from(present: int, told: int | None) -> int:
    """Return the version that the caller started from: by If-Match, the present one or nothing.

    Parameters
    ----------
    present
        Version of the feature now.
    told
        The one that its properties tell.

    Raises
    ------
    StaleVersion
        ``version_stale``: by If-Match it is not the present one.
    PreconditionMissing
        ``precondition_required``: neither If-Match nor the properties tell it.
    """
    asked = request.if_match
    if not asked and not asked.star_tag:
        if told is None:
            raise PreconditionMissing("precondition_required")
        return told
    if asked.star_tag:
        return present
    versions = [respond.version_of(tag) for tag in asked.as_set(include_weak=True)]
    if present not in versions:
        known = [number for number in versions if number is not None]
        raise StaleVersion("version_stale", started_from=max(known, default=None), present=present)
    return present


def tell_feature(collection_id: str, code: str, *, status: int = 200) -> Response:
    """Return a feature as its collection tells it now, in WGS 84; one that was created, with its address."""
    with auth.database().read() as connection:
        one = features.get_item(connection, auth.actor(), collection_id, code, FeatureQuery(today()))
    here = address("features.item", collection_id=collection_id, item_id=one.id)
    up = address("features.collection", collection_id=collection_id)
    links: list[Link] = [
        link("self", here, respond.GEOJSON, str(one.properties.get("name", one.properties["code"]))),
        link("collection", up, respond.JSON, t(f"api.collection.{collection_id}.title")),
    ]
    body = respond.feature(one, WGS84_LONLAT, links)
    response = respond.to_bytes(body, mimetype=respond.GEOJSON, status=status)
    response.headers["Content-Crs"] = f"<{WGS84_LONLAT.uri}>"
    if request.method == "POST":
        response.headers["Location"] = here
    return response


def tell_removed() -> Response:
    """Return the answer to what was removed."""
    return respond.vary(Response(status=204))


def allow(methods: Collection[str] = ()) -> Response:
    """Return what whoever asks may do besides reading."""
    response = respond.vary(Response(status=204))
    response.headers["Allow"] = ", ".join(["GET", "HEAD", "OPTIONS", *sorted(methods)])
    return response


def allow_editing() -> Response:
    """Return what whoever may edit a feature may do with it.

    QGIS names no version when it sends PATCH, and no reason when it sends DELETE; told of neither it sends PUT, with
    the version among the properties, and nobody's change is overwritten.
    """
    is_qgis = "QGIS/" in request.headers.get("User-Agent", "")
    response = allow({"PUT"} if is_qgis else {"PUT", "PATCH", "DELETE"})
    response.headers["Accept-Patch"] = MERGE_PATCH
    response.vary.add("User-Agent")
    return response
