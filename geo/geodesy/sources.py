"""Owns the coordinate reference systems that files come in: the accepted ones, and what old software made of them."""

import math
import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal

import pyproj
from pyproj.exceptions import CRSError

from geo.geodesy.crs import ACCEPTED, WGS84, Crs, find_crs

Datum = Literal["vn2000", "wgs84", "unnamed"]

_UTM_TWINS: Final = {3405: 32648, 3406: 32649}
_UTM_SCALE, _TM3_SCALE = 0.9996, 0.9999
_DECIMALS: Final = 6
_CODE: Final = re.compile(r"(\w+):(\w+)")
_VN2000_NAME: Final = re.compile(r"vn[ _-]?2000|viet[ _-]?nam[ _-]?2000", re.IGNORECASE)
_WGS84_NAME: Final = re.compile(r"wgs[ _-]?(?:19)?84|world geodetic system 1984", re.IGNORECASE)
_WGS84_AXIS_M: Final = 6_378_137.0
_VN2000_SHIFT_M: Final = (150.0, 300.0)
"""Length of the shift from VN-2000 to WGS 84, as the several published sets of parameters have it: 192 m or 225 m."""


def _twin(crs: Crs) -> Crs:
    epsg = _UTM_TWINS.get(crs.epsg or 0)
    uri = f"http://www.opengis.net/def/crs/EPSG/0/{epsg}" if epsg else ""
    name = crs.name.replace("VN-2000", "WGS 84")
    return replace(crs, epsg=epsg, uri=uri, name=name, north_first=False, provinces=())


TWINS: Final[Mapping[Crs, Crs]] = {
    **{crs: _twin(crs) for crs in ACCEPTED if crs.is_vn2000 and crs.kind == "projected"},
    find_crs(4756): WGS84,
}
"""Each VN-2000 system to the one with the same numbers that is written with the datum WGS 84: 226 m away.

Of the projected ones only UTM has a code; "WGS 84 / TM-3 105-45" is what software writes that knew no VN-2000.
"""

SOURCES: Final = (*ACCEPTED, *(twin for twin in TWINS.values() if twin not in ACCEPTED))
"""Every system that a file may come in; all of them can be transformed from."""

_ZONES: Final = {
    (crs.is_vn2000, crs.central_meridian, _UTM_SCALE if "UTM" in crs.name else _TM3_SCALE): crs
    for crs in SOURCES
    if crs.central_meridian is not None
}


def find_source(identifier: str | int) -> Crs:
    """Return the system of a file by its code, such as ``EPSG:32648`` or ``WGS 84 / TM-3 105-45``; see `find_crs`.

    Raises
    ------
    UnknownCrs
        As `find_crs` does.
    """
    code = f"EPSG:{identifier}" if str(identifier).isdecimal() else str(identifier).strip()
    return next((crs for crs in SOURCES if crs.code == code), None) or find_crs(identifier)


def read_definition(text: str) -> Crs | None:
    """Return the system that a .prj file or another definition tells, by its parameters and not by its name.

    Transverse Mercator with the scale and a meridian of VN-2000 but the datum WGS 84 is told as such (a value of
    `TWINS`): only the places themselves tell what is meant. A datum without a known name counts as VN-2000 there.

    Parameters
    ----------
    text
        WKT 1 (OGC, ESRI) or WKT 2; or authority and code, as ``EPSG:4326``.

    Returns
    -------
    Crs or None
        One of `SOURCES`; None when the text cannot be read or tells another system.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = _CODE.fullmatch(text)
            told = pyproj.CRS.from_authority(*code.groups()) if code else pyproj.CRS.from_wkt(text.strip())
    except CRSError:
        return None
    plain = _plain(told)
    datum = _datum(told, plain)
    if datum is None:
        return None
    return _find_geographic(datum) if plain.is_geographic else _find_projected(plain, datum)


def _plain(told: pyproj.CRS) -> pyproj.CRS:
    """Return the system without the height and the shift that may be bound to it."""
    inner = told.source_crs if told.is_bound else told.sub_crs_list[0] if told.is_compound else None
    return told if inner is None else _plain(inner)


def _datum(told: pyproj.CRS, plain: pyproj.CRS) -> Datum | None:
    """Return the datum; None where the ellipsoid is another one than that of VN-2000 and WGS 84."""
    if plain.ellipsoid is None or abs(plain.ellipsoid.semi_major_metre - _WGS84_AXIS_M) > 1:
        return None
    names = (
        f"{plain.datum.name if plain.datum else ''} {plain.geodetic_crs.name if plain.geodetic_crs else ''}"
    )
    if _is_shifted(told) or _VN2000_NAME.search(f"{names} {plain.name}"):
        return "vn2000"
    return "wgs84" if _WGS84_NAME.search(names) and not names.startswith("Unknown") else "unnamed"


def _is_shifted(told: pyproj.CRS) -> bool:
    operation = told.coordinate_operation
    shift = list(operation.towgs84)[:3] if told.is_bound and operation else []
    least, most = _VN2000_SHIFT_M
    return least < math.hypot(*shift) < most


def _find_geographic(datum: Datum) -> Crs | None:
    return {"vn2000": find_crs(4756), "wgs84": WGS84}.get(datum)


def _find_projected(plain: pyproj.CRS, datum: Datum) -> Crs | None:
    operation = plain.coordinate_operation
    if operation is None or plain.axis_info[0].unit_conversion_factor != 1:
        return None
    if operation.method_name == "Popular Visualisation Pseudo Mercator":
        return find_crs(3857)
    if operation.method_name != "Transverse Mercator":
        return None
    values = {row.name: float(row.value) * row.unit_conversion_factor for row in operation.params}
    # The zones 6956 to 6959 of the register had easting and northing exchanged; their files had not.
    origin = sorted((values["False easting"], values["False northing"]), reverse=True)
    if origin != [500_000, 0] or values["Latitude of natural origin"] != 0:
        return None
    meridian = round(math.degrees(values["Longitude of natural origin"]), _DECIMALS)
    scale = round(values["Scale factor at natural origin"], _DECIMALS)
    return _ZONES.get((datum != "wgs84", meridian, scale))
