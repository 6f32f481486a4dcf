"""Owns the links that open a place in the map of a phone or on the web."""

from typing import Final
from urllib.parse import quote

from geo.types import LonLat

DECIMALS: Final = 5
"""About a metre: no place of the register is known better."""

_OSM_ZOOM: Final = 18


def geo_uri(at: LonLat, name: str = "") -> str:
    """Return the address by which a phone asks which of its maps is to show a place.

    Parameters
    ----------
    at
        WGS 84. Latitude stands first in the address (RFC 5870, section 3.4.2).
    name
        What the pin is to be called. RFC 5870 has no word for it; the query is what maps on phones agree on, and one
        that does not know it still finds the place.
    """
    place = _lat_lon(at)
    return f"geo:{place}?q={place}({quote(name, safe='')})" if name else f"geo:{place}"


def osm_url(at: LonLat) -> str:
    """Return the address of a place at OpenStreetMap, marked."""
    lat, lon = _lat_lon(at).split(",")
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map={_OSM_ZOOM}/{lat}/{lon}"


def google_url(at: LonLat) -> str:
    """Return the address of a place at Google Maps, marked."""
    return f"https://www.google.com/maps/search/?api=1&query={_lat_lon(at).replace(',', '%2C')}"


def _lat_lon(at: LonLat) -> str:
    return f"{at.lat:.{DECIMALS}f},{at.lon:.{DECIMALS}f}"
