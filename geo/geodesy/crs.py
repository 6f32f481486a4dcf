"""Owns every coordinate reference system that is accepted, with the one pinned operation between them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry, UnknownCrs
from geo.types import BBox

_Array = npt.NDArray[np.float64]
_Drawn = TypeVar("_Drawn", BaseGeometry, npt.NDArray[np.object_])

VIET_NAM: Final = BBox(101.0, 6.0, 119.0, 24.5)
"""Mainland, Hoàng Sa and Trường Sa with their waters; VN-2000 coordinates outside it are mistaken."""

_WORLD_M: Final = 20_037_509.0
"""Half the side of the Web Mercator square, rounded up."""

_UTM_SCALE: Final = 0.9996
_TM3_SCALE: Final = 0.9999
_UTM_CODES: Final = (3405, 3406, 32648, 32649)
_DEPRECATED: Final = frozenset({6956, 6957, 6958, 6959})
"""Their false easting and northing are exchanged."""

# EPSG:6960 "VN-2000 to WGS 84 (2)", the values of QĐ 05/2007/QĐ-BTNMT, coordinate frame rotation.
_SHIFT_M: Final = ("-191.90441429", "-39.30318279", "-111.45032835")
_ROTATION_ARCSEC: Final = ("-0.00928836", "0.01975479", "-0.00427372")
_SCALE_PPM: Final = "0.252906278"


@dataclass(frozen=True)
class Crs:
    """A coordinate reference system that is accepted.

    Attributes
    ----------
    epsg
        EPSG code, or None for OGC CRS84.
    uri
        OGC identifier, as OGC API answers it.
    name
        English name of the register.
    kind
        ``geographic`` (degrees) or ``projected`` (metres).
    north_first
        Whether the authority writes latitude or northing first. Inside this project x (east,
        longitude) always comes first; only texts that quote the CRS need this.
    unit
        ``degree`` or ``metre``.
    central_meridian
        Degrees east, for transverse Mercator.
    provinces
        Provinces that the register names for a zone, as they were until 30/06/2025.
    """

    epsg: int | None
    uri: str
    name: str
    kind: Literal["geographic", "projected"]
    north_first: bool
    unit: Literal["degree", "metre"]
    central_meridian: float | None = None
    provinces: tuple[str, ...] = ()

    @property
    def is_vn2000(self) -> bool:
        """Whether the datum is VN-2000 (otherwise it is WGS 84)."""
        return self.name.startswith("VN-2000")

    @property
    def code(self) -> str:
        """The short form, such as ``EPSG:9210`` or ``OGC:CRS84``; the name where no register has a code."""
        if self.epsg is not None:
            return f"EPSG:{self.epsg}"
        return "OGC:CRS84" if self.kind == "geographic" else self.name


def _geographic(epsg: int, name: str) -> Crs:
    return Crs(epsg, f"http://www.opengis.net/def/crs/EPSG/0/{epsg}", name, "geographic", True, "degree")


def _projected(epsg: int, name: str, meridian: float | None, *provinces: str) -> Crs:
    uri = f"http://www.opengis.net/def/crs/EPSG/0/{epsg}"
    return Crs(epsg, uri, name, "projected", False, "metre", meridian, provinces)


def _tm3(epsg: int, zone: str, meridian: float, *provinces: str) -> Crs:
    return _projected(epsg, f"VN-2000 / TM-3 {zone}", meridian, *provinces)


WGS84_LONLAT: Final = Crs(
    epsg=None,
    uri="http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    name="WGS 84 (longitude, latitude)",
    kind="geographic",
    north_first=False,
    unit="degree",
)
"""OGC CRS84: what GeoJSON is in."""

WGS84: Final = _geographic(4326, "WGS 84")
"""EPSG:4326. In texts that quote it, latitude comes first."""

ACCEPTED: Final[tuple[Crs, ...]] = (
    WGS84_LONLAT,
    WGS84,
    _projected(3857, "WGS 84 / Pseudo-Mercator", None),
    _geographic(4756, "VN-2000"),
    _projected(3405, "VN-2000 / UTM zone 48N", 105.0),
    _projected(3406, "VN-2000 / UTM zone 49N", 111.0),
    _tm3(5896, "zone 481", 102.0),
    _tm3(5897, "zone 482", 105.0),
    _tm3(5898, "zone 491", 108.0),
    _tm3(
        5899, "107-45", 107.75,
        "Quảng Ninh", "Đà Nẵng", "Quảng Nam", "Bà Rịa-Vũng Tàu", "Đồng Nai", "Lâm Đồng",
    ),
    _tm3(9205, "103-00", 103.0, "Điện Biên", "Lai Châu"),
    _tm3(9206, "104-00", 104.0, "Sơn La"),
    _tm3(9207, "104-30", 104.5, "Cà Mau", "Kiên Giang"),
    _tm3(9208, "104-45", 104.75, "An Giang", "Lào Cai", "Nghệ An", "Phú Thọ", "Yên Bái"),
    _tm3(
        9209, "105-30", 105.5,
        "Bắc Ninh", "Hà Giang", "Hà Tĩnh", "Hải Dương", "Hưng Yên", "Nam Định", "Sóc Trăng", "Tây Ninh",
        "Thái Bình", "Trà Vinh", "Vĩnh Long",
    ),
    _tm3(
        9210, "105-45", 105.75,
        "Hải Phòng", "Hồ Chí Minh", "Bến Tre", "Bình Dương", "Cao Bằng", "Long An", "Tiền Giang",
    ),
    _tm3(9211, "106-00", 106.0, "Hòa Bình", "Quảng Bình", "Tuyên Quang"),
    _tm3(9212, "106-15", 106.25, "Bình Phước", "Quảng Trị"),
    _tm3(9213, "106-30", 106.5, "Bắc Kạn", "Thái Nguyên"),
    _tm3(9214, "107-00", 107.0, "Bắc Giang", "Thừa Thiên Huế"),
    _tm3(9215, "107-15", 107.25, "Lạng Sơn"),
    _tm3(9216, "107-30", 107.5, "Kon Tum"),
    _tm3(9217, "108-15", 108.25, "Bình Định", "Khánh Hòa", "Ninh Thuận"),
    _tm3(9218, "108-30", 108.5, "Bình Thuận", "Đắk Lắk", "Đắk Nông", "Gia Lai", "Phú Yên"),
)  # fmt: skip
"""Source: EPSG register (parameters, provinces of the zones) as of PROJ 9.5."""

_BY_EPSG: Final = {crs.epsg: crs for crs in ACCEPTED}
_IDENTIFIER: Final = re.compile(
    r"(?:EPSG:|https?://www\.opengis\.net/def/crs/EPSG/[^/]{1,10}/|urn:ogc:def:crs:EPSG:[^:]{0,10}:)?(?P<epsg>\d{4,6})"
    r"|(?:OGC:|https?://www\.opengis\.net/def/crs/OGC/(?:1\.3|0)/|urn:ogc:def:crs:OGC:(?:1\.3)?:)?CRS84",
    re.IGNORECASE | re.ASCII,
)
_SHOWN: Final = 60


def find_crs(identifier: str | int) -> Crs:
    """Return the CRS that an identifier names.

    Parameters
    ----------
    identifier
        ``9210``, ``"EPSG:9210"``, an OGC URI or URN, ``"CRS84"``, or any of these as a safe CURIE in
        square brackets; upper and lower case alike.

    Raises
    ------
    UnknownCrs
        ``crs_deprecated`` for EPSG:6956-6959, whose false easting and northing are exchanged;
        ``crs_unknown`` for everything else that is not accepted. Fact: ``crs``.
    """
    text = str(identifier).strip()
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    match = _IDENTIFIER.fullmatch(bare)
    if match is not None:
        epsg = int(match["epsg"]) if match["epsg"] else None
        if epsg in _DEPRECATED:
            raise UnknownCrs("crs_deprecated", crs=f"EPSG:{epsg}")
        if epsg in _BY_EPSG:
            return _BY_EPSG[epsg]
    shown = text[:_SHOWN].encode("utf-8", "replace").decode()
    raise UnknownCrs("crs_unknown", crs=shown)


VN2000_HCMC: Final = find_crs(9210)
"""VN-2000 / TM-3 105-45: the zone of Thành phố Hồ Chí Minh (and of Hải Phòng)."""


_VN2000: Final = find_crs(4756)


def tm3_zone(province: str | None) -> Crs:
    """Return the TM-3 zone in which a province keeps its maps; None gives that of Hồ Chí Minh City.

    Parameters
    ----------
    province
        Name as until 30/06/2025, without its type, any case, such as ``"Hải Dương"``.

    Raises
    ------
    UnknownCrs
        ``zone_unknown`` where the register names no zone for the province.
    """
    if province is None:
        return VN2000_HCMC
    wanted = province.strip().casefold()
    for crs in ACCEPTED:
        if wanted in (name.casefold() for name in crs.provinces):
            return crs
    raise UnknownCrs("zone_unknown", province=province[:_SHOWN].encode("utf-8", "replace").decode())


def transform_coordinates(xy: npt.ArrayLike, source: Crs, target: Crs) -> _Array:
    """Return coordinates in another CRS, always by EPSG:6960 between VN-2000 and WGS 84.

    Parameters
    ----------
    xy
        Shape (n, 2), x (east, longitude) first whatever the axis order of the authority is.

    Returns
    -------
    ndarray of float64, shape (n, 2)
        In the same order, x first; metres or degrees as the target has them. Accuracy about 1 m
        between the datums (EPSG); back and forth agrees within 1 mm.

    Raises
    ------
    InvalidGeometry
        ``coordinate_not_finite``, or ``coordinate_out_of_area`` when a VN-2000 place is not in Viet Nam or
        another one not on the map of the world (a pole in Web Mercator).
    """
    given = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
    if not np.isfinite(given).all():
        raise InvalidGeometry("coordinate_not_finite", at="")
    if source.is_vn2000:
        _require_inside(_apply(given, source, WGS84_LONLAT), source)
    else:
        _require_on_earth(given, source)
    if target.is_vn2000 and not source.is_vn2000:
        _require_inside(_apply(given, source, WGS84_LONLAT), target)
    result = _apply(given, source, target)
    if not target.is_vn2000:
        _require_on_earth(result, target)
    return result


def locate(xy: npt.ArrayLike, source: Crs) -> _Array:
    """Return places in WGS 84, NaN for what can be no place of that CRS; raises nothing.

    Parameters
    ----------
    xy
        Shape (n, 2), x (east, longitude) first; see `transform_coordinates`.
    """
    given = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
    farthest = (180.0, 90.0) if source.kind == "geographic" else (_WORLD_M, _WORLD_M)
    usable = (np.abs(given) <= farthest).all(axis=1)
    places = np.full(given.shape, np.nan)
    places[usable] = _apply(given[usable], source, WGS84_LONLAT)
    within = VIET_NAM if source.is_vn2000 else BBox(-180.0, -90.0, 180.0, 90.0)
    places[~((places >= within[:2]) & (places <= within[2:])).all(axis=1)] = np.nan
    return places


def transform_geometry(geometry: _Drawn, source: Crs, target: Crs) -> _Drawn:
    """Return the geometry, or an array of them, in another CRS, in two dimensions; see `transform_coordinates`."""
    if _same_numbers(source, target) and not np.any(shapely.has_z(geometry)):
        return geometry
    moved: _Drawn = shapely.transform(
        shapely.force_2d(geometry), lambda xy: transform_coordinates(xy, source, target)
    )
    return moved


def swap_axes(geometry: _Drawn) -> _Drawn:
    """Return the geometry, or an array of them, with x and y exchanged, in two dimensions."""
    swapped: _Drawn = shapely.transform(shapely.force_2d(geometry), lambda xy: xy[:, ::-1])
    return swapped


def proj4_text(crs: Crs) -> str:
    """Return the definition that proj4js reads, with the datum shift of EPSG:6960 as ``+towgs84``.

    ``+towgs84`` takes rotations as a position vector, so their signs are the reverse of the
    coordinate frame rotation that EPSG:6960 is given in.
    """
    datum = "+datum=WGS84"
    if crs.is_vn2000:
        turned = (text[1:] if text.startswith("-") else f"-{text}" for text in _ROTATION_ARCSEC)
        datum = f"+ellps=WGS84 +towgs84={','.join((*_SHIFT_M, *turned, _SCALE_PPM))}"
    if crs.kind == "geographic":
        return f"+proj=longlat {datum} +no_defs"
    if crs.central_meridian is None:
        return "+proj=merc +a=6378137 +b=6378137 +lon_0=0 +k=1 +units=m +nadgrids=@null +no_defs"
    return f"{_projection(crs)} {datum} +units=m +no_defs"


def pipeline_text(source: Crs, target: Crs) -> str:
    """Return the pinned PROJ pipeline between two accepted CRS, x first on both sides.

    Source: QĐ 05/2007/QĐ-BTNMT; the same text serves ``ST_TransformPipeline`` in PostGIS.
    """
    steps = [_to_radians(source)]
    if source.is_vn2000 != target.is_vn2000:
        inverse = "+inv " if target.is_vn2000 else ""
        dx, dy, dz = _SHIFT_M
        rx, ry, rz = _ROTATION_ARCSEC
        steps += [
            "+step +proj=push +v_3",
            "+step +proj=cart +ellps=WGS84",
            f"+step {inverse}+proj=helmert +x={dx} +y={dy} +z={dz} +rx={rx} +ry={ry} +rz={rz} +s={_SCALE_PPM}"
            " +convention=coordinate_frame",
            "+step +inv +proj=cart +ellps=WGS84",
            "+step +proj=pop +v_3",
        ]
    steps.append(_from_radians(target))
    return " ".join(["+proj=pipeline", *steps])


def _projection(crs: Crs) -> str:
    scale = _UTM_SCALE if crs.epsg in _UTM_CODES else _TM3_SCALE
    return f"+proj=tmerc +lat_0=0 +lon_0={crs.central_meridian:g} +k={scale} +x_0=500000 +y_0=0"


def _to_radians(crs: Crs) -> str:
    if crs.kind == "geographic":
        return "+step +proj=unitconvert +xy_in=deg +xy_out=rad"
    return f"+step +inv {_forward(crs)}"


def _from_radians(crs: Crs) -> str:
    if crs.kind == "geographic":
        return "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    return f"+step {_forward(crs)}"


def _forward(crs: Crs) -> str:
    projection = "+proj=webmerc" if crs.central_meridian is None else _projection(crs)
    return f"{projection} +ellps=WGS84"


def _same_numbers(source: Crs, target: Crs) -> bool:
    """Tell whether the two differ at most in the axis order that texts quote."""
    both_geographic = source.kind == target.kind == "geographic"
    return source == target or (both_geographic and source.is_vn2000 == target.is_vn2000)


def _apply(xy: _Array, source: Crs, target: Crs) -> _Array:
    if _same_numbers(source, target) or not len(xy):
        return xy.copy()
    if target.is_vn2000 and not source.is_vn2000:
        return _operation(WGS84_LONLAT, target)(_prepared_for_inverse(_apply(xy, source, WGS84_LONLAT)))
    return _operation(source, target)(xy)


def _prepared_for_inverse(lonlat: _Array) -> _Array:
    """Return WGS 84 places moved so that the inverse of the pinned operation lands right.

    The pipeline drops the height, so forth and back it misses by up to 1.5 mm in the corners of the
    country. Half of that is taken back here: then both the round trip and the difference from
    PROJ's plain inverse (which control points are computed by) stay under 1 mm.
    """
    there = _operation(WGS84_LONLAT, _VN2000)(lonlat)
    back = _operation(_VN2000, WGS84_LONLAT)(there)
    return lonlat + (lonlat - back) / 2


def _require_on_earth(xy: _Array, crs: Crs) -> None:
    """Refuse degrees or Web Mercator metres beyond the map of the world; PROJ would wrap them around."""
    farthest = (180.0, 90.0) if crs.kind == "geographic" else (_WORLD_M, _WORLD_M)
    if not (np.abs(xy) <= farthest).all():
        raise InvalidGeometry("coordinate_out_of_area", crs=crs.code)


def _require_inside(lonlat: _Array, crs: Crs) -> None:
    """Refuse places outside Viet Nam; NaN and infinity compare as outside."""
    inside = (lonlat >= VIET_NAM[:2]) & (lonlat <= VIET_NAM[2:])
    if not inside.all():
        raise InvalidGeometry("coordinate_out_of_area", crs=crs.code)


@lru_cache(maxsize=256)
def _operation(source: Crs, target: Crs) -> Callable[[_Array], _Array]:
    """Return the cached operation; a Transformer keeps one PROJ object per thread, so it may be shared."""
    transformer = Transformer.from_pipeline(pipeline_text(source, target))

    def apply(xy: _Array) -> _Array:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    return apply
