"""A feed made without a database: areas, water and places as a test wants them, packed as the service packs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from geo.formats.columns import pack, pack_integers
from geo.geodesy.crs import VN2000_HCMC
from geo.text.search import further_terms, search_terms
from geo.types import DATE_MAX, DATE_MIN, LonLat
from layers.places.hotspots import KINDS, TOPICS
from tests.geo.quan8 import CROSSINGS, JULY_2025, WATER
from webmap.maps.columns import OPEN_START, each_once, to_number
from webmap.maps.feed import Feed
from webmap.maps.scene import Scene
from webmap.maps.sheet import Imprint, Sheet, SheetSpec
from webmap.maps.spec import MapSpec
from webmap.maps.symbols import DRAWN_STATES

ON = date(2026, 11, 22)
IMPRINT = Imprint("AB12-CD34", "https://x.example/s/AB12-CD34")


class Ward(NamedTuple):
    """An area of a feed: its code is its place in it, ``w0``, ``w1`` ..."""

    name: str
    geometry: BaseGeometry
    level: str = "ward"
    start: date = DATE_MIN
    end: date = DATE_MAX
    is_partial: bool = False


@dataclass(frozen=True)
class Spot:
    """A place of a feed: its code is its place in it, ``DB00001`` ..."""

    name: str
    geometry: BaseGeometry
    state: str = "THEO_DOI"
    kind: str = "alley"
    topics: tuple[str, ...] = ("ma_tuy",)
    accuracy_m: int = 20
    start: date = date(2012, 2, 8)
    since: date = date(2026, 3, 1)


WARDS = tuple(
    Ward(name, shape)
    for name, shape in sorted(JULY_2025.items())
    if name.startswith("Phường") and shape.area > 1e-4
)
_KINDS = tuple(KINDS)
_NAMES = (
    "Hẻm 1678 Phạm Thế Hiển", "Cầu Hiệp Ân", "Khu nhà trọ bến Bình Đông", "Ngã ba Dương Bá Trạc", "Hẻm 690 Nguyễn Duy",
    "Chân cầu Chữ Y", "Khu chợ cũ Rạch Ông", "Bến đò cũ bờ Kênh Đôi", "Hẻm 126 Hoài Thanh",
)  # fmt: skip
_MIDDLES = (
    (106.632, 10.729), (106.660, 10.741), (106.617, 10.716), (106.674, 10.742), (106.641, 10.735),
    (106.683, 10.751), (106.667, 10.733), (106.625, 10.709), (106.651, 10.734),
)  # fmt: skip


def make_spots() -> tuple[Spot, ...]:
    """Return a place of each state, of all kinds in turn."""
    return tuple(
        Spot(
            name,
            shape_of(_KINDS[nth % len(_KINDS)], LonLat(*at)),
            state,
            _KINDS[nth % len(_KINDS)],
            accuracy_m=40 * nth,
        )
        for nth, (name, at, state) in enumerate(zip(_NAMES, _MIDDLES, DRAWN_STATES, strict=True))
    )


def shape_of(kind: str, at: LonLat) -> BaseGeometry:
    """Return the shape of a place of a kind: a bent line, an area or a point."""
    if kind == "point":
        return shapely.Point(at)
    if kind == "alley":
        return shapely.LineString([at, (at.lon + 0.0015, at.lat + 0.0008), (at.lon + 0.003, at.lat + 0.0004)])
    return shapely.Point(at).buffer(0.0012, quad_segs=3)


def make_feed(spots: Sequence[Spot] | None = None, wards: Sequence[Ward] = WARDS) -> Feed:
    """Return a feed; of nothing else told, Quận 8 with a place of each state."""
    spots = make_spots() if spots is None else spots
    landmarks = [
        *(("canal", *one) for one in WATER.items()),
        *(("bridge", *one) for one in CROSSINGS.items()),
    ]
    return {
        "revision": "made",
        "today": to_number(ON),
        "known_on": None,
        "decimals": 5,
        "vintages": [
            {"from": None, "title": "16 phường (đến 31/12/2024)", "basis": "", "source": "Thử"},
            {"from": to_number(date(2025, 7, 1)), "title": "3 phường (từ 01/7/2025)", "basis": "NQ", "source": "Thử"},
        ],
        "areas": _areas(wards),
        "landmarks": {
            "kind": [kind for kind, _, _ in landmarks],
            "name": [name for _, name, _ in landmarks],
            "geometry": pack([shape for _, _, shape in landmarks]),
        },
        "hotspots": _hotspots(spots, wards),
        "kinds": list(KINDS),
        "topics": list(TOPICS),
        "states": list(DRAWN_STATES),
    }  # fmt: skip


def supervise(feed: Feed) -> Feed:
    """Return a feed that tells of the places of `make_spots` what is asked of them: of each something else."""
    visited = to_number(date(2026, 11, 1))
    since = visited - to_number(Spot.start)
    told = {
        "asked": (
            (since, 1, 7), (since, 1, 21), (since, 1, 30), (OPEN_START - to_number(Spot.start), 0, 0),
            (since, 1, None), (), (since - 40, 0, 5, 40, 1, 14, 60, 0, 3), (since, 1, 23), None, (), (since, 0, 400),
        ),
        "planned": ((), (to_number(date(2026, 11, 25)),), (to_number(ON), 3)),
        "replies": ((visited, 5, None), (visited, 40, None), (visited, 5, 10)),
    }  # fmt: skip
    count = len(feed["hotspots"]["code"])
    columns = {name: each_once([*rows, *[()] * count][:count]) for name, rows in told.items()}
    span = {"since": to_number(date(2025, 1, 1)), "soon": 3, "plans_from": to_number(ON)}
    return {**feed, "supervision": span | columns}


def make_sheet(
    feed: Feed | None = None, *, on: date | None = ON, imprint: Imprint = IMPRINT, **chosen: Any
) -> Sheet:
    """Return a sheet; ``chosen`` is of the sheet, or of its map where the sheet has no such name."""
    of_map = {name: chosen.pop(name) for name in list(chosen) if name not in SheetSpec.__dataclass_fields__}
    spec = MapSpec("Bản đồ địa bàn Quận 8", LonLat(106.65, 10.735), 13, on=on, **of_map)
    scene = Scene(spec, VN2000_HCMC, feed=make_feed() if feed is None else feed)
    return Sheet(SheetSpec(map=spec, **chosen), scene, imprint)


def _areas(wards: Sequence[Ward]) -> Feed:
    return {
        "id": [f"w{nth}@start" for nth, _ in enumerate(wards)],
        "code": [f"w{nth}" for nth, _ in enumerate(wards)],
        "name": [ward.name for ward in wards],
        "level": [ward.level for ward in wards],
        "from": pack_integers([to_number(ward.start) for ward in wards]),
        "to": pack_integers([to_number(ward.end) for ward in wards]),
        "partial": [int(ward.is_partial) for ward in wards],
        "label": [
            shapely.get_coordinates(shapely.point_on_surface(ward.geometry))[0].tolist() for ward in wards
        ],
        "population": [None for _ in wards],
        "also": each_once(further_terms(search_terms(ward.name), ward.name) for ward in wards),
        "geometry": pack([ward.geometry for ward in wards]),
    }


def _hotspots(spots: Sequence[Spot], wards: Sequence[Ward]) -> Feed:
    areas = shapely.STRtree([ward.geometry for ward in wards])
    held = [
        tuple(int(area) for area in sorted(areas.query(spot.geometry, predicate="intersects")))
        for spot in spots
    ]
    return {
        "code": [f"DB{nth:05}" for nth, _ in enumerate(spots, 1)],
        "name": [spot.name for spot in spots],
        "kind": pack_integers([_KINDS.index(spot.kind) for spot in spots]),
        "topics": pack_integers([sum(1 << TOPICS.index(topic) for topic in spot.topics) for spot in spots]),
        "accuracy": pack_integers([spot.accuracy_m for spot in spots]),
        "size": pack_integers([300 for _ in spots]),
        "from": pack_integers([to_number(spot.start) for spot in spots]),
        "to": pack_integers([to_number(DATE_MAX) for _ in spots]),
        "wards": each_once(held),
        "status": each_once(
            (DRAWN_STATES.index(spot.state), (spot.since - spot.start).days) for spot in spots
        ),
        "also": each_once(further_terms(search_terms(spot.name), spot.name) for spot in spots),
        "geometry": pack([spot.geometry for spot in spots]),
    }
