"""What somebody wants the register to say of a place, and what has to be right about it before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.formats.geojson import geometry_text, parse_geometry
from geo.shapes.validity import require_extent, require_valid
from geo.text.addresses import alley_line, has_house_number, parse_address
from geo.text.search import search_terms
from geo.types import BBox
from layers.errors import Refused
from layers.store.wording import require_impersonal

KINDS = {"alley": ("LineString", "MultiLineString"), "bridge": ("Polygon", "MultiPolygon"),
         "area": ("Polygon", "MultiPolygon"), "point": ("Point",)}  # fmt: skip
"""Kinds of places, and the geometry types that each may have."""

TOPICS = ("toi_pham", "ma_tuy", "mai_dam", "te_nan_khac")
"""Crime, narcotics, prostitution, other social vices."""

POSITION_SOURCES = ("survey", "gps", "text")

COUNTRY = BBox(102.0, 6.0, 118.0, 23.6)
"""Around all of Viet Nam, with quần đảo Hoàng Sa and quần đảo Trường Sa."""

MOST_VERTICES = 10_000
"""More than any alley or bridge needs; a ward has some hundreds."""


@dataclass(frozen=True)
class Extent:
    """The least that a place may measure, so that a house is never a hotspot."""

    length_m: float = 20.0
    area_m2: float = 200.0


@dataclass(frozen=True)
class Place:
    """What a place is like from a day on.

    Attributes
    ----------
    name
        Name in use; checked for personal data.
    kind
        One of `KINDS`.
    geometry
        WGS 84, lon lat.
    topics
        Some of `TOPICS`.
    position_accuracy_m
        Radius within which it lies, m.
    position_source
        One of `POSITION_SOURCES`.
    source
        Where it comes from, in words; checked for personal data.
    valid_from
        Day from which it is like this.
    document_id
        Document that names it.
    note
        Remark; checked for personal data.
    lead
        Row of the boundary chosen to lead; None lets the largest part decide.
    aliases
        Other names in use; checked for personal data.
    alley_number, alley_branch, street
        The alley and its street; never a house. What is left empty is taken from a name such as
        Hẻm 1678/12 Phạm Thế Hiển.
    """

    name: str
    kind: str
    geometry: BaseGeometry
    topics: tuple[str, ...]
    position_accuracy_m: float
    position_source: str
    source: str
    valid_from: date
    document_id: int | None = None
    note: str | None = None
    lead: int | None = None
    aliases: tuple[str, ...] = ()
    alley_number: str | None = None
    alley_branch: str | None = None
    street: str | None = None

    @property
    def address(self) -> str:
        """The parts of the address in one line, empty where there are none."""
        return alley_line(self.alley_number, self.alley_branch, self.street)

    @property
    def terms(self) -> str:
        """The folded words by which it is found: its name, its other names and its address."""
        return search_terms(self.name, *self.aliases, *filter(None, [self.address]))

    def told(self) -> dict[str, object]:
        """Return what the audit keeps of it."""
        named = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "geometry"}
        told = {name: value for name, value in named.items() if value not in (None, ())}
        return {**told, "geometry": geometry_text(self.geometry)}


def read_shape(value: object) -> BaseGeometry:
    """Return the geometry that was drawn (a GeoJSON object, WGS 84), whether or not it may be that of a place.

    Raises
    ------
    InvalidGeometry
        ``axes_swapped``, ``geometry_outside_country``, ``geometry_too_large`` and what
        `geo.formats.geojson.parse_geometry` finds.
    """
    try:
        geometry = parse_geometry(value, max_vertices=MOST_VERTICES)
    except InvalidGeometry as error:
        if error.code == "coordinate_out_of_range" and _is_swapped(error.facts):
            raise InvalidGeometry("axes_swapped") from error
        raise
    west, south, east, north = shapely.bounds(geometry)
    if not (
        COUNTRY.west <= west and east <= COUNTRY.east and COUNTRY.south <= south and north <= COUNTRY.north
    ):
        raise InvalidGeometry(
            "geometry_outside_country", lon=round(float(west), 3), lat=round(float(south), 3)
        )
    return geometry


def check_place(place: Place, least: Extent) -> Place:
    """Return the place as it is stored: its texts composed, its address in parts.

    Raises
    ------
    InvalidGeometry
        ``kind_geometry_mismatch``, ``point_too_exact``, ``extent_too_small`` and what validity finds.
    Refused
        ``place_code_unknown``, ``house_number`` and ``address_unreadable`` (with the field).
    PersonalData
        Where a text names a person (with the field).
    """
    if place.kind not in KINDS or place.geometry.geom_type not in KINDS[place.kind]:
        raise InvalidGeometry("kind_geometry_mismatch", kind=place.kind, geometry=place.geometry.geom_type)
    if place.position_source not in POSITION_SOURCES or not set(place.topics) <= set(TOPICS):
        raise Refused("place_code_unknown", position_source=place.position_source, topics=list(place.topics))
    require_valid(place.geometry)
    if place.kind == "point" and place.position_accuracy_m < least.length_m:
        raise InvalidGeometry("point_too_exact", measured=place.position_accuracy_m, minimum=least.length_m)
    if place.kind != "point":
        require_extent(place.geometry, min_length_m=least.length_m, min_area_m2=least.area_m2)
    return _with_address(_with_texts(place))


def rename(place: Place, name: str) -> Place:
    """Return a place under another name; an address that its old name told goes with that name."""
    old = parse_address(place.name)
    is_told = old is not None and old.number == place.alley_number
    if name == place.name or not is_told:
        return replace(place, name=name)
    return replace(place, name=name, alley_number=None, alley_branch=None, street=None)


def _is_swapped(facts: Mapping[str, object]) -> bool:
    lon, lat = float(str(facts["lon"])), float(str(facts["lat"]))
    return COUNTRY.west <= lat <= COUNTRY.east and COUNTRY.south <= lon <= COUNTRY.north


def _with_texts(place: Place) -> Place:
    name = _no_house(require_impersonal(place.name, field="name"), "name")
    # As one text, so that the place of a finding is its place in the field.
    lines = require_impersonal("\n".join(place.aliases), field="aliases").split("\n")
    aliases = dict.fromkeys(line.strip() for line in lines if line.strip())
    return replace(
        place,
        name=name,
        aliases=tuple(_no_house(alias, "aliases") for alias in aliases if alias != name),
        source=require_impersonal(place.source, field="source"),
        note=require_impersonal(place.note, field="note") if place.note else None,
    )


def _no_house(text: str, field: str) -> str:
    if has_house_number(text):
        raise Refused("house_number", field=field)
    return text


def _with_address(place: Place) -> Place:
    """Take the address apart; a number behind a slash is a house unless the place is an alley."""
    named = parse_address(place.name) if place.kind == "alley" else None
    number = "/".join(part.strip(" /") for part in (place.alley_number, place.alley_branch) if part)
    street = require_impersonal(place.street, field="street").strip() if place.street else None
    if street and parse_address(street) is not None:
        raise Refused("house_number", field="street")
    if not number:
        own = (named.number, named.branches) if named and named.kind else (None, ())
    else:
        read = parse_address(number)
        if read is None or read.street is not None:
            raise Refused("address_unreadable", field="alley_number")
        own = (read.number, read.branches)
    if own[1] and place.kind != "alley":
        raise Refused("house_number", field="alley_branch")
    if not street and named and named.kind and named.number == own[0]:
        street = named.street
    return replace(place, alley_number=own[0], alley_branch="/".join(own[1]) or None, street=street or None)
