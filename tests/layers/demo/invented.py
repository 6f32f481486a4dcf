"""A small invented history for tests: the places that merge, split and go, and a few ordinary ones."""

from datetime import date
from functools import cache
from pathlib import Path

import shapely

from layers.actor import SYSTEM
from layers.demo.loading import load_demo
from layers.demo.places import Ground
from layers.demo.story import Invention
from layers.overview.defaults import load_defaults
from layers.overview.quan8 import read_figures, read_vintages
from layers.store.blobs import BlobStore
from layers.store.database import Database

TODAY = date(2026, 11, 22)
SMALL = Invention(TODAY, places=2, years=1.5)


@cache
def ground() -> Ground:
    """Return the sixteen wards and the canals as the default data draws them."""
    figures = read_figures()
    _, areas = read_vintages(figures)[0]
    wards = {area.name: area.geometry for area in areas if area.level == "ward" and not area.is_partial}
    nodes = figures["nodes"]
    water = [
        shapely.LineString([nodes[node] for node in one["line"]])
        for one in figures["landmarks"]
        if one["kind"] == "canal"
    ]
    return Ground(wards, water, [])


def add_lists(database: Database) -> None:
    """Add the bodies and the check list that every database has."""
    with database.write(SYSTEM, "lists.load") as change:
        load_defaults(change)
        change.note("organisation", "default")


def load(database: Database, folder: Path, wanted: Invention = SMALL) -> int:
    """Load an invented history, and the lists that it needs; return how many places it has."""
    add_lists(database)
    with database.write(SYSTEM, "demo.load") as change:
        return load_demo(change, BlobStore(folder / "files"), wanted)
