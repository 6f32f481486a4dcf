"""Bodies of answers: which format is wanted, JSON written once, ETags that spare the main question."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus

import numpy as np
import orjson
import shapely
from flask import Response, request

from geo.geodesy.crs import WGS84, WGS84_LONLAT, Crs, transform_coordinates
from layers.store.query import Feature

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"

DEGREE_DECIMALS = 6
METRE_DECIMALS = 3

_LONGEST_VERSION = 10
_VARIES = "Accept, Accept-Language, Authorization, Cookie"


def wants_html(asked: str | None) -> bool:
    """Tell whether the answer is to be a page: asked for by ``f``, or preferred by name in Accept."""
    if asked is not None:
        return asked == "html"
    accepted = request.accept_mimetypes
    page = max((quality for kind, quality in accepted if kind in {HTML, "application/xhtml+xml"}), default=0)
    data = max((quality for kind, quality in accepted if "json" in kind), default=0)
    return page > data


def to_json(body: object, *, mimetype: str = JSON, status: int = 200) -> Response:
    """Return an answer with a value as JSON."""
    return to_bytes(orjson.dumps(body), mimetype=mimetype, status=status)


def to_bytes(body: bytes, *, mimetype: str, status: int = 200) -> Response:
    """Return an answer with bytes that depend on who asks."""
    response = Response(body, status=status, mimetype=mimetype)
    return vary(response)


def vary(response: Response) -> Response:
    """Say that the answer is private to who asks, and on which headers it depends."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = _VARIES
    return response


def send_packed(response: Response, make: Callable[[], bytes], coding: str = "br") -> Response:
    """Send a body in a form that takes long to make and is kept, such as Brotli's best, to whoever takes it.

    Parameters
    ----------
    response
        The answer with its plain body.
    make
        Returns the packed body.
    coding
        Its coding, as headers name it.
    """
    response.vary.add("Accept-Encoding")
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    if response.status_code == HTTPStatus.OK and request.accept_encodings[coding] > 0:
        response.close()  # the file that it would have been read from
        response.direct_passthrough = False
        response.set_data(make())
        response.headers["Content-Encoding"] = coding
    return response


def make_etag(*parts: object) -> str:
    """Return the tag of an answer that depends on nothing but these parts."""
    return hashlib.sha256(orjson.dumps([str(part) for part in parts])).hexdigest()[:32]


def find_unchanged(etag: str) -> Response | None:
    """Return a 304 where the caller already has the answer with this tag."""
    if request.method not in {"GET", "HEAD"}:
        return None
    asked = request.if_none_match
    numbered = (tag for tag in asked.as_set(include_weak=True) if tag.startswith(f"{etag}."))
    known = etag if asked.contains_weak(etag) else next(numbered, None)
    if known is None:
        return None
    response = vary(Response(status=304))
    response.set_etag(known, weak=True)
    return response


def number_tag(etag: str, version: int | None) -> str:
    """Return a tag that also tells the version of the object, if it has one, so that If-Match can name it."""
    return etag if version is None else f"{etag}.{version}"


def find_version(properties: Mapping[str, object]) -> int | None:
    """Return the version that a feature tells of itself, if it does."""
    version = properties.get("version")
    return version if isinstance(version, int) else None


def version_of(tag: str) -> int | None:
    """Return the version that a tag of `number_tag` tells, or that stands there alone; None for any other tag."""
    number = tag.rpartition(".")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) < _LONGEST_VERSION else None


def utc_text(at: datetime) -> str:
    """Write a time in UTC to the second, as RFC 3339 has it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def feature_collection(features: Sequence[Feature], crs: Crs, members: Mapping[str, object]) -> bytes:
    """Return a GeoJSON FeatureCollection with further members, such as links."""
    texts = write_geometries([feature.geometry for feature in features], crs)
    written = [_feature(feature, text) for feature, text in zip(features, texts, strict=True)]
    body = {"type": "FeatureCollection", **members, "numberReturned": len(written), "features": written}
    return orjson.dumps(body)


def feature(one: Feature, crs: Crs, links: Iterable[Mapping[str, str]]) -> bytes:
    """Return one GeoJSON feature with its links."""
    text = write_geometries([one.geometry], crs)[0]
    return orjson.dumps({**_feature(one, text), "links": list(links)})


def write_geometries(texts: Sequence[str], crs: Crs) -> list[str]:
    """Return GeoJSON geometries in another CRS, in the axis order of its authority.

    Parameters
    ----------
    texts
        WGS 84, longitude first.
    crs
        What the answer is in: metres are written to the millimetre, degrees to six decimals (a decimetre),
        which is how they are kept.
    """
    if crs == WGS84_LONLAT or not texts:
        return list(texts)
    shapes = shapely.from_geojson(np.array(texts, dtype=object))
    xy = shapely.get_coordinates(shapes)
    if crs != WGS84:
        xy = transform_coordinates(xy, WGS84_LONLAT, crs)
    if crs.north_first:
        xy = xy[:, ::-1]
    # + 0.0: no "-0.0". Rings keep their turn: GeoJSON's rule speaks of longitude and latitude.
    rounded = np.round(xy, DEGREE_DECIMALS if crs.kind == "geographic" else METRE_DECIMALS) + 0.0
    return [str(text) for text in shapely.to_geojson(shapely.set_coordinates(shapes, rounded)).tolist()]


def _feature(one: Feature, geometry: str) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": one.id,
        "geometry": orjson.Fragment(geometry),
        "properties": one.properties,
    }
