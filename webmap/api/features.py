"""OGC API - Features, parts 1 and 2, for every published collection."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from flask import Blueprint, Response, render_template, request

from geo.geodesy.crs import ACCEPTED, WGS84_LONLAT, Crs
from geo.types import VIETNAM, BBox, local_day
from layers.store import features, scope
from layers.store.catalog import COLLECTIONS, Collection, get_collection
from layers.store.database import Reading
from webmap.http import auth, params, respond
from webmap.http.demo_mark import demo_label
from webmap.http.i18n import t, translator
from webmap.http.kept import kept
from webmap.http.links import OPENAPI, Link, address, link, self_links, this_address

blueprint = Blueprint("features", __name__, url_prefix="/api")

CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)
"""Requirement classes that the service meets."""

CRS_URIS = tuple(crs.uri for crs in ACCEPTED)
WORLD = (-180.0, -90.0, 180.0, 90.0)


@blueprint.get("", strict_slashes=False)
def landing() -> Response:
    """Show what the interface offers."""
    body = {
        "title": t("api.title"),
        "description": " ".join(filter(None, [_invented(), t("api.description")])),
        "attribution": t("api.attribution"),
        "links": [
            *_own_links(t("api.title")),
            link("service-desc", address("openapi.document"), OPENAPI, t("api.link.openapi")),
            link("service-doc", address("openapi.docs"), respond.HTML, t("api.link.docs")),
            link("conformance", address("features.conformance"), respond.JSON, t("api.link.conformance")),
            link("data", address("features.collections"), respond.JSON, t("api.link.collections")),
        ],
    }
    return _answer("api/landing.html", body)


@blueprint.get("/conformance")
def conformance() -> Response:
    """Name the requirement classes that are met."""
    body = {"conformsTo": list(CONFORMANCE), "links": _own_links(t("api.link.conformance"))}
    return _answer("api/conformance.html", body)


@blueprint.get("/collections")
def collections() -> Response:
    """List the collections that the actor may see."""
    _require_format()
    actor = auth.actor()
    with auth.database().read() as connection:
        seen = [one for one in COLLECTIONS.values() if scope.allowed(connection, actor, one.action)]
        told = [_collection(one, *_extent(connection, one.id)) for one in seen]
    body = {
        "links": _own_links(t("api.link.collections")),
        "crs": list(CRS_URIS),
        "collections": told,
    }
    return _answer("api/collections.html", body)


@blueprint.get("/collections/<collection_id>")
def collection(collection_id: str) -> Response:
    """Describe one collection."""
    found = get_collection(collection_id)
    _require_format()
    with auth.database().read() as connection:
        extent = _extent(connection, collection_id)
    own = _own_links(t(f"api.collection.{found.id}.title"))
    body = {**_collection(found, *extent), "crs": list(CRS_URIS), "links": [*own, *_collection_links(found)]}
    return _answer("api/collection.html", body, collection=found)


def _extent(connection: Reading, collection_id: str) -> tuple[BBox | None, date | None]:
    """Return box and first day of a collection, worked out once until something changes."""
    actor = auth.actor()
    tag = respond.make_etag(collection_id, features.get_revision(connection, actor, collection_id))
    scope.require(connection, actor, get_collection(collection_id).action)
    extent: tuple[BBox | None, date | None] = kept("extent").get(
        tag, lambda: features.get_extent(connection, actor, collection_id)
    )
    return extent


@blueprint.get("/collections/<collection_id>/items")
def items(collection_id: str) -> Response:
    """Return a page of features."""
    found = get_collection(collection_id)
    now = auth.database().clock()
    asked = params.read_items(request.args, found, now)
    is_page = respond.wants_html(params.read_format(request.args))
    with auth.database().read() as connection:
        etag = _tag(features.get_revision(connection, auth.actor(), collection_id), now, is_page=is_page)
        unchanged = respond.find_unchanged(etag)
        if unchanged is not None:
            return unchanged
        page = features.get_page(connection, auth.actor(), collection_id, asked.query)
    after = page.next_after
    cursor = None if after is None else params.write_cursor(asked.key, after, asked.query.on)
    links = _items_links(found, cursor, is_page=is_page)
    if is_page:
        shown = {
            "collection": found,
            "features": page.features,
            "links": _by_rel(links),
            "day": asked.query.on,
        }
        return _tagged(_page("api/items.html", **shown), etag, asked.crs)
    members = {"timeStamp": respond.utc_text(now), "links": links}
    body = respond.feature_collection(page.features, asked.crs, members)
    return _tagged(respond.to_bytes(body, mimetype=respond.GEOJSON), etag, asked.crs)


@blueprint.get("/collections/<collection_id>/items/<path:item_id>")
def item(collection_id: str, item_id: str) -> Response:
    """Return one feature."""
    found = get_collection(collection_id)
    now = auth.database().clock()
    asked = params.read_item(request.args, found, now)
    is_page = respond.wants_html(params.read_format(request.args))
    with auth.database().read() as connection:
        etag = _tag(features.get_revision(connection, auth.actor(), collection_id), now, is_page=is_page)
        unchanged = respond.find_unchanged(etag)
        if unchanged is not None:
            return unchanged
        one = features.get_item(connection, auth.actor(), collection_id, item_id, asked.query)
    title = str(one.properties.get("name") or one.id)
    links = [*self_links({"json": title, "html": title}, respond.GEOJSON, is_page=is_page), _up(found)]
    if is_page:
        return _tagged(
            _page("api/item.html", collection=found, feature=one, links=_by_rel(links)), etag, asked.crs
        )
    return _tagged(
        respond.to_bytes(respond.feature(one, asked.crs, links), mimetype=respond.GEOJSON), etag, asked.crs
    )


def _require_format() -> bool:
    params.require_known(request.args, ("f",))
    return respond.wants_html(params.read_format(request.args))


def _invented() -> str:
    label = demo_label()
    return f"{label}: {t('shell.demo')}" if label else ""


def _answer(template: str, body: Mapping[str, object], **shown: object) -> Response:
    """Return a resource that has no parameters but its format."""
    is_page = _require_format()
    if is_page:
        return _page(template, body=body, **shown)
    response = respond.to_json(body)
    response.headers["Content-Language"] = translator().locale
    return response


def _page(template: str, **shown: object) -> Response:
    return respond.vary(Response(render_template(template, **shown), mimetype=respond.HTML))


def _tag(revision: str, now: datetime, *, is_page: bool) -> str:
    # What is told depends on the day, too: without `datetime` it is about today.
    return respond.make_etag(
        revision,
        local_day(now),
        request.full_path,
        request.host_url,
        is_page,
        is_page and translator().locale,
    )


def _tagged(response: Response, etag: str, crs: Crs) -> Response:
    response.set_etag(etag, weak=True)
    response.headers["Content-Crs"] = f"<{crs.uri}>"
    return response


def _collection(found: Collection, box: BBox | None, since: date | None) -> dict[str, object]:
    began = None if since is None else respond.utc_text(datetime.combine(since, time(), VIETNAM))
    return {
        "id": found.id,
        "title": t(f"api.collection.{found.id}.title"),
        "description": t(f"api.collection.{found.id}.description"),
        "extent": {
            "spatial": {"bbox": [list(box or WORLD)], "crs": WGS84_LONLAT.uri},
            "temporal": {
                "interval": [[began, None]],
                "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
            },
        },
        "itemType": "feature",
        "crs": ["#/crs"],
        "storageCrs": WGS84_LONLAT.uri,
        "links": [_up(found, "self"), *_collection_links(found)],
    }


def _collection_links(found: Collection) -> list[Link]:
    title = t(f"api.collection.{found.id}.title")
    here = address("features.items", collection_id=found.id)
    return [
        link("items", here, respond.GEOJSON, title),
        link("items", f"{here}?f=html", respond.HTML, title),
    ]


def _items_links(found: Collection, cursor: str | None, *, is_page: bool) -> list[Link]:
    title = t(f"api.collection.{found.id}.title")
    links = [*self_links({"json": title, "html": title}, respond.GEOJSON, is_page=is_page), _up(found)]
    if cursor is not None:
        kind = respond.HTML if is_page else respond.GEOJSON
        links.append(link("next", this_address(cursor=cursor), kind, t("api.link.next")))
    return links


def _up(found: Collection, rel: str = "collection") -> Link:
    title = t(f"api.collection.{found.id}.title")
    return link(rel, address("features.collection", collection_id=found.id), respond.JSON, title)


def _own_links(title: str) -> list[Link]:
    return list(self_links({"json": title, "html": title}, is_page=_require_format()))


def _by_rel(links: Iterable[Link]) -> dict[str, str]:
    return {one["rel"]: one["href"] for one in links}
