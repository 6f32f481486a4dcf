"""OGC API - Features, parts 1 to 3, for every published collection."""

from collections.abc import Iterable
from datetime import date, datetime, time
from http import HTTPStatus

from flask import Blueprint, Response, request

from geo.geodesy.crs import ACCEPTED, WGS84_LONLAT, Crs
from geo.types import VIETNAM, BBox, local_day
from layers.store import features, scope
from layers.store.catalog import COLLECTIONS, Collection, get_collection
from layers.store.database import Reading
from layers.store.query import Feature, FeaturePage
from webmap.api.conformance import CONFORMANCE
from webmap.api.extents import find_extent
from webmap.api.fields import describe_fields
from webmap.api.queryables import EXAMPLES, QUERYABLES, SCHEMA, describe_queryables
from webmap.api.resources import answer_resource, show_page
from webmap.http import auth, params, respond
from webmap.http.bodies import Body, answer
from webmap.http.demo_mark import demo_label
from webmap.http.i18n import t, translator
from webmap.http.links import (
    OPENAPI,
    STYLES,
    TILESETS,
    TILING_SCHEMES,
    Link,
    address,
    link,
    self_links,
    this_address,
)

blueprint = Blueprint("features", __name__, url_prefix="/api")

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
            link("data", address("features.collections"), respond.JSON, t("api.link.collections")),
            link("service-desc", address("openapi.document"), OPENAPI, t("api.link.openapi")),
            link("service-doc", address("openapi.docs"), respond.HTML, t("api.link.docs")),
            link("conformance", address("features.conformance"), respond.JSON, t("api.link.conformance")),
            link(TILING_SCHEMES, address("tiles.matrix_sets"), respond.JSON, t("api.link.matrix_sets")),
            link(STYLES, address("styles.index"), respond.JSON, t("api.link.styles")),
        ],
    }
    return answer_resource("api/landing.html", body)


@blueprint.get("/conformance")
def conformance() -> Response:
    """Name the requirement classes that are met."""
    body = {"conformsTo": list(CONFORMANCE), "links": _own_links(t("api.link.conformance"))}
    return answer_resource("api/conformance.html", body)


@blueprint.get("/collections")
def collections() -> Response:
    """List the collections that the actor may see."""
    _require_format()
    actor = auth.actor()
    with auth.database().read() as connection:
        seen = [one for one in COLLECTIONS.values() if scope.allowed(connection, actor, one.action)]
        told = [_collection(one, *find_extent(connection, one.id)) for one in seen]
    body = {
        "links": _own_links(t("api.link.collections")),
        "crs": list(CRS_URIS),
        "collections": told,
    }
    return answer_resource("api/collections.html", body)


@blueprint.get("/collections/<collection_id>")
def collection(collection_id: str) -> Response:
    """Describe one collection."""
    found = get_collection(collection_id)
    _require_format()
    with auth.database().read() as connection:
        extent = find_extent(connection, collection_id)
    own = _own_links(t(f"api.collection.{found.id}.title"))
    body = {**_collection(found, *extent), "crs": list(CRS_URIS), "links": [*own, *_collection_links(found)]}
    return answer_resource("api/collection.html", body, collection=found, fields=describe_fields(found))


@blueprint.get("/collections/<collection_id>/queryables")
def queryables(collection_id: str) -> Response:
    """Tell what filters can ask a collection for."""
    found = get_collection(collection_id)
    is_page = _require_format()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), found.action)
    schema = describe_queryables(found, address("features.queryables", collection_id=found.id))
    if is_page:
        links = [*_own_links(schema["title"]), _up(found)]
        return show_page(
            "api/queryables.html", schema=schema, collection=found, examples=EXAMPLES[found.id], links=links
        )
    return respond.to_json(schema, mimetype=SCHEMA)


@blueprint.get("/collections/<collection_id>/items")
def items(collection_id: str) -> Response:
    """Return a page of features."""
    found = get_collection(collection_id)
    now = auth.database().clock()
    asked = params.read_items(request.args, found, now)
    if respond.wants_html(params.read_format(request.args)):
        return _items_page(found, asked, now)

    def write(connection: Reading) -> Body:
        page = features.get_page(connection, auth.actor(), collection_id, asked.query)
        links = _items_links(found, _cursor(asked, page), is_page=False)
        members = {"timeStamp": respond.utc_text(now), "links": links}
        return Body(respond.feature_collection(page.features, asked.crs, members))

    return _in_crs(answer(found.id, _asked(now), write, mimetype=respond.GEOJSON), asked.crs)


@blueprint.get("/collections/<collection_id>/items/<path:item_id>")
def item(collection_id: str, item_id: str) -> Response:
    """Return one feature."""
    found = get_collection(collection_id)
    now = auth.database().clock()
    asked = params.read_item(request.args, found, now)
    if respond.wants_html(params.read_format(request.args)):
        return _item_page(found, item_id, asked, now)

    def write(connection: Reading) -> Body:
        one = features.get_item(connection, auth.actor(), collection_id, item_id, asked.query)
        body = respond.feature(one, asked.crs, _item_links(found, one, is_page=False))
        return Body(body, respond.find_version(one.properties))

    return _in_crs(answer(found.id, _asked(now), write, mimetype=respond.GEOJSON), asked.crs)


def _items_page(found: Collection, asked: params.ItemsRequest, now: datetime) -> Response:
    with auth.database().read() as connection:
        etag = _page_tag(features.get_revision(connection, auth.actor(), found.id), now)
        unchanged = respond.find_unchanged(etag)
        if unchanged is not None:
            return unchanged
        page = features.get_page(connection, auth.actor(), found.id, asked.query)
    shown = {
        "collection": found,
        "fields": describe_fields(found),
        "features": page.features,
        "links": _by_rel(_items_links(found, _cursor(asked, page), is_page=True)),
        "day": asked.query.on,
    }
    return _in_crs(_tagged(show_page("api/items.html", **shown), etag), asked.crs)


def _item_page(found: Collection, item_id: str, asked: params.ItemsRequest, now: datetime) -> Response:
    with auth.database().read() as connection:
        etag = _page_tag(features.get_revision(connection, auth.actor(), found.id), now)
        unchanged = respond.find_unchanged(etag)
        if unchanged is not None:
            return unchanged
        one = features.get_item(connection, auth.actor(), found.id, item_id, asked.query)
    links = _by_rel(_item_links(found, one, is_page=True))
    page = show_page("api/item.html", fields=describe_fields(found), feature=one, links=links)
    return _in_crs(_tagged(page, respond.number_tag(etag, respond.find_version(one.properties))), asked.crs)


def _require_format() -> bool:
    params.read_description(request.args)
    return respond.wants_html(params.read_format(request.args))


def _invented() -> str:
    label = demo_label()
    return f"{label}: {t('shell.demo')}" if label else ""


def _asked(now: datetime) -> tuple[object, ...]:
    # What is told depends on the day, too: without `datetime` it is about today. Titles of links are in a language.
    return local_day(now), request.url, translator().locale


def _page_tag(revision: str, now: datetime) -> str:
    return respond.make_etag(revision, *_asked(now), respond.HTML)


def _tagged(response: Response, etag: str) -> Response:
    response.set_etag(etag, weak=True)
    return response


def _in_crs(response: Response, crs: Crs) -> Response:
    if response.status_code == HTTPStatus.OK:
        response.headers["Content-Crs"] = f"<{crs.uri}>"
    return response


def _cursor(asked: params.ItemsRequest, page: FeaturePage) -> str | None:
    """Return where the next page begins, if there is one."""
    after = page.next_after
    return None if after is None else params.write_cursor(asked.key, after, asked.query.on)


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
        link(
            TILESETS, address("tiles.tilesets", collection_id=found.id), respond.JSON, t("api.link.tilesets")
        ),
        link(
            STYLES,
            address("styles.of_collection", collection_id=found.id),
            respond.JSON,
            t("api.link.styles"),
        ),
        link(
            QUERYABLES,
            address("features.queryables", collection_id=found.id),
            SCHEMA,
            t("api.link.queryables"),
        ),
    ]


def _items_links(found: Collection, cursor: str | None, *, is_page: bool) -> list[Link]:
    title = t(f"api.collection.{found.id}.title")
    links = [*self_links({"json": title, "html": title}, respond.GEOJSON, is_page=is_page), _up(found)]
    if cursor is not None:
        kind = respond.HTML if is_page else respond.GEOJSON
        links.append(link("next", this_address(cursor=cursor), kind, t("api.link.next")))
    return links


def _item_links(found: Collection, one: Feature, *, is_page: bool) -> list[Link]:
    title = str(one.properties.get("name") or one.id)
    return [*self_links({"json": title, "html": title}, respond.GEOJSON, is_page=is_page), _up(found)]


def _up(found: Collection, rel: str = "collection") -> Link:
    title = t(f"api.collection.{found.id}.title")
    return link(rel, address("features.collection", collection_id=found.id), respond.JSON, title)


def _own_links(title: str) -> list[Link]:
    return list(self_links({"json": title, "html": title}, is_page=_require_format()))


def _by_rel(links: Iterable[Link]) -> dict[str, str]:
    return {one["rel"]: one["href"] for one in links}
