"""What the page of a tile set shows besides its JSON: addresses to copy, zooms in figures, and a small map of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final, NamedTuple

from flask import request

from geo.formats.tiles import pixel_m, tiles_over
from geo.types import BBox
from layers.store.catalog import Collection
from layers.store.tiles import FIRST_ZOOM, LAST_ZOOM
from webmap.api.tile_sets import tile_address, tile_template
from webmap.http.i18n import translator
from webmap.http.links import address, asset_url, this_address
from webmap.maps.looks import LOOKS

_LIBRARY: Final = "protomaps-leaflet"
_TOPICS: Final = ("api.preview",)


class Zoom(NamedTuple):
    """A zoom of a tile set: how large a pixel is at the equator, and how many tiles cover what there is."""

    z: int
    pixel_m: float
    tiles: int


def list_addresses(collection: Collection, asked: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the addresses by which programs reach a tile set, by the text that says what each is for."""
    return [
        ("api.tiles.for_programs", tile_address(collection, asked)),
        ("api.tiles.tilejson", this_address(f="tilejson")),
        ("api.tiles.style", address("styles.style", collection_id=collection.id, f="json")),
        ("api.tiles.template", tile_template(collection)),
    ]


def list_zooms(collection: Collection, box: BBox) -> list[Zoom]:
    """Return the zooms at which a collection is drawn; ``box`` lies around all that there is."""
    return [
        Zoom(z, pixel_m(z), _count(box, z)) for z in range(FIRST_ZOOM.get(collection.id, 0), LAST_ZOOM + 1)
    ]


def preview_config(
    collection: Collection, box: BBox, asked: Sequence[tuple[str, str]], on: date
) -> Mapping[str, Any]:
    """Return what the script of the map needs: where tiles are, and how our own map draws what is in them.

    Parameters
    ----------
    collection
        Whose tiles.
    box
        Around all that the actor may see.
    asked
        Parameters that every tile is asked with.
    on
        The day by which something is late.
    """
    look = LOOKS[collection.id]
    return {
        "url": "/" + tile_address(collection, asked).removeprefix(request.host_url),
        "layer": collection.id,
        "box": list(box),
        "zooms": [FIRST_ZOOM.get(collection.id, 0), LAST_ZOOM],
        "entries": [
            {"wants": dict(one.wants), "late": one.is_late, "symbol": asdict(one.symbol)}
            for one in look.entries
        ],
        "day": look.day,
        "on": on.isoformat(),
        "locale": translator().locale,
        "texts": translator().catalogue(_TOPICS),
        "libraries": {_LIBRARY: asset_url(f"vendor/{_LIBRARY}.js")},
    }


def _count(box: BBox, z: int) -> int:
    covered = tiles_over(box, z)
    return (covered.last_row - covered.first_row + 1) * (covered.last_col - covered.first_col + 1)
