"""Turns the parameters of a map's address into the map that it names."""

import math
import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from geo.types import BBox, LonLat
from webmap.errors import BadParameter
from webmap.http import params
from webmap.maps.spec import DUE, REPLY, SORTS, MapSpec

NAMES = (
    "at", "on", "vintage", "status", "kind", "topic", "ward", "q", "selected", "due", "reply", "sort", "supervision"
)  # fmt: skip
"""Parameters of a map's address, the same that the page writes."""

_AT = re.compile(r"(-?\d{1,3}(?:\.\d{1,8})?),(-?\d{1,3}(?:\.\d{1,8})?),(\d{1,2}(?:\.\d{1,3})?)")
_SCREEN_PIXELS = 900
_SCREEN_ASPECT = 1.5
_TILE_PIXELS = 256
_FARTHEST, _NEAREST = 4, 18
_CODE = re.compile(r"[0-9A-Za-z_-]{1,40}")


@dataclass(frozen=True)
class Frame:
    """Where a map looks when its address does not say: title, middle and zoom."""

    title: str
    center: LonLat
    zoom: float

    @classmethod
    def around(cls, title: str, extent: BBox | None) -> "Frame":
        """Return the frame that shows an extent (WGS 84 degrees) on a common screen; of none, Quận 8."""
        west, south, east, north = extent or BBox(106.59, 10.69, 106.69, 10.75)
        width = max(east - west, (north - south) * _SCREEN_ASPECT, 0.002)
        fitting = math.floor(math.log2(_SCREEN_PIXELS * 360 / (_TILE_PIXELS * width)))
        zoom = min(max(fitting, _FARTHEST), _NEAREST)
        return cls(title, LonLat(round((west + east) / 2, 5), round((south + north) / 2, 5)), zoom)


def read_map(args: MultiDict[str, str], frame: Frame) -> MapSpec:
    """Return the map that an address names.

    Parameters
    ----------
    args
        Query parameters.
    frame
        Where it looks when the address does not say.

    Raises
    ------
    BadParameter
        Naming the parameter.
    """
    params.require_known(args, (*NAMES, "as-known-on"))
    center, zoom = _read_place(args["at"]) if "at" in args else (frame.center, frame.zoom)
    vintage = args.get("vintage")
    if vintage is not None:
        params.read_vintage(vintage)
    return MapSpec(
        title=frame.title,
        center=center,
        zoom=zoom,
        on=params.read_day("on", args["on"]) if "on" in args else None,
        vintage=vintage,
        status=params.read_codes("status", args["status"]) if args.get("status") else (),
        kind=params.read_codes("kind", args["kind"]) if args.get("kind") else (),
        topic=params.read_codes("topic", args["topic"]) if args.get("topic") else (),
        ward=params.read_area(args["ward"], name="ward") if "ward" in args else None,
        q=_read_search(args.get("q", "")),
        selected=read_code("selected", args["selected"]) if "selected" in args else None,
        due=params.read_codes("due", args["due"], DUE) if args.get("due") else (),
        reply=params.read_codes("reply", args["reply"], REPLY) if args.get("reply") else (),
        sort=params.read_one_of("sort", args.get("sort", SORTS[0]), SORTS),
        supervision=params.read_one_of("supervision", args.get("supervision", "1"), ("1", "0")) == "1",
    )


def write_map(spec: MapSpec) -> dict[str, str]:
    """Return the parameters of the address of a map, without those that say what is so anyhow.

    `read_map` reads the same map from them, but for its title.
    """
    lists = {name: ",".join(getattr(spec, name)) for name in ("status", "kind", "topic", "due", "reply")}
    told = {
        "at": f"{spec.center.lat:.5f},{spec.center.lon:.5f},{spec.zoom:g}",
        "on": spec.on.isoformat() if spec.on else "",
        "vintage": spec.vintage or "",
        **lists,
        "ward": spec.ward or "",
        "q": spec.q,
        "selected": spec.selected or "",
        "sort": "" if spec.sort == SORTS[0] else spec.sort,
        "supervision": "" if spec.supervision else "0",
    }
    return {name: value for name, value in told.items() if value}


def _read_place(text: str) -> tuple[LonLat, float]:
    found = _AT.fullmatch(text)
    if found is None:
        raise BadParameter("at", "map_place")
    lat, lon, zoom = (float(number) for number in found.groups())
    if abs(lat) > 90 or abs(lon) > 180 or zoom > 22:  # noqa: PLR2004 - degrees, and the closest zoom
        raise BadParameter("at", "map_place")
    return LonLat(lon, lat), zoom


def _read_search(text: str) -> str:
    params.read_words(text)
    return text


def read_code(name: str, text: str) -> str:
    """Return the code of a place that a parameter names."""
    if not _CODE.fullmatch(text):
        raise BadParameter(name, "place_code")
    return text
