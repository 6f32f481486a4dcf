"""A map ready to be drawn: the spec with its data, its symbols and the national grid, the same for every renderer."""

from dataclasses import asdict, dataclass

from geo.geodesy.crs import Crs, proj4_text
from webmap.maps.feed import Feed
from webmap.maps.spec import MapSpec
from webmap.maps.symbols import SYMBOLS

FEED_ELEMENT = "map-feed"
"""Id of the element that holds the data in a file that needs no network."""


@dataclass(frozen=True)
class Basemap:
    """What lies under the map: ``kind`` xyz or pmtiles, its URL template and its source as it is to be named."""

    kind: str
    url: str
    attribution: str


@dataclass(frozen=True)
class TileSource:
    """Where the places of a map come from in tiles: our script, a template with {z}, {row} and {col}, and a search."""

    script: str
    url: str
    found_url: str


@dataclass(frozen=True)
class Scene:
    """A map ready to be drawn.

    Attributes
    ----------
    spec
        What is shown.
    crs
        National grid in which positions are told beside WGS 84.
    feed
        The data, where it goes with the page; None where the page fetches it.
    feed_url
        Where the page fetches the data.
    card_url
        Where the page fetches the card of a place, with ``{code}``.
    basemap
        What lies under the map.
    tiles
        Where the page fetches the places, where there are too many for one answer.
    """

    spec: MapSpec
    crs: Crs
    feed: Feed | None = None
    feed_url: str | None = None
    card_url: str | None = None
    basemap: Basemap | None = None
    tiles: TileSource | None = None


def page_config(
    scene: Scene, *, locale: str, texts: dict[str, str | list[str]], libraries: dict[str, str]
) -> Feed:
    """Return what the page's script reads: values that JSON can hold.

    Parameters
    ----------
    scene
        The map.
    locale
        Language of the page.
    texts
        Its words by key.
    libraries
        URLs of the libraries that are loaded when they are needed; empty where they lie in the page.
    """
    is_frozen = scene.feed is not None
    return {
        "mode": "frozen" if is_frozen else "live",
        "feed": {"inline": FEED_ELEMENT} if is_frozen else {"url": scene.feed_url},
        "card_url": scene.card_url,
        "spec": scene.spec.to_json(),
        "crs": {"code": f"EPSG:{scene.crs.epsg}", "name": scene.crs.name, "proj4": proj4_text(scene.crs)},
        "symbols": {code: asdict(symbol) for code, symbol in SYMBOLS.items()},
        "basemap": asdict(scene.basemap) if scene.basemap else None,
        "locale": locale,
        "texts": texts,
        "libraries": libraries,
        **({"tiles": asdict(scene.tiles)} if scene.tiles else {}),
    }


_WMTS = {"{TileMatrix}": "{z}", "{TileCol}": "{x}", "{TileRow}": "{y}"}
"""Placeholders of a WMTS template (OGC 07-057r7), and those of Leaflet."""


def find_basemap(url: str, attribution: str) -> Basemap | None:
    """Return the base map that a setting names, None where there is none."""
    if not url:
        return None
    for theirs, ours in _WMTS.items():
        url = url.replace(theirs, ours)
    return Basemap(
        "pmtiles" if url.split("?", maxsplit=1)[0].endswith(".pmtiles") else "xyz", url, attribution
    )
