"""A made-up province for tests: communes with winding borders, districts and the province made of them."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.shapes.union import unite
from layers.areas.vintage_drafts import DraftArea, DraftVintage
from layers.areas.vintages import Area, Vintage

SET = Vintage(date(2027, 1, 1), "Bộ", "Nghị quyết", "Vẽ")
STEP = 0.02
_BENDS = 9


def draw_communes(
    columns: int, rows: int, seed: int, at: tuple[float, float] = (106.0, 20.0)
) -> list[BaseGeometry]:
    """Return communes column by column, each border the same vertices on both sides."""
    random = np.random.default_rng(seed)
    nodes = (
        np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1), indexing="ij"), axis=-1) * STEP + at
    )
    nodes += random.uniform(-0.2, 0.2, nodes.shape) * STEP
    lines = [_bend(first, second, random) for first, second in _pairs(nodes)]
    cells = shapely.get_parts(shapely.polygonize(lines)).tolist()
    return sorted(cells, key=lambda cell: (round((cell.centroid.x - at[0]) / STEP - 0.5), cell.centroid.y))


def draw_province(columns: int, rows: int, seed: int) -> list[Area]:
    """Return communes, a district for each column of them, and their province."""
    shapes = draw_communes(columns, rows, seed)
    communes = [
        _area(f"30{nth // rows + 1}{nth % rows:02}", "Xã", "ward", shape, f"30{nth // rows + 1}")
        for nth, shape in enumerate(shapes)
    ]
    districts = [
        _area(f"30{nth + 1}", "Huyện", "district", unite(shapes[nth * rows : (nth + 1) * rows]), "30")
        for nth in range(columns)
    ]
    return [*communes, *districts, _area("30", "Tỉnh", "province", unite(shapes), None)]


def as_draft(areas: list[Area]) -> DraftVintage:
    """Return a draft of areas with the keys 1, 2, …"""
    drafted = (DraftArea(key, area, changed=True, from_id=None) for key, area in enumerate(areas, 1))
    return DraftVintage(1, 1, SET, tuple(drafted))


def _area(code: str, kind: str, level: str, shape: BaseGeometry, parent: str | None) -> Area:
    return Area(code, f"{kind} {code}", f"{kind} {code}", level, shape, parent=parent)


def _pairs(nodes: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for first, second in ((nodes[:-1], nodes[1:]), (nodes[:, :-1], nodes[:, 1:])):
        yield from zip(first.reshape(-1, 2), second.reshape(-1, 2), strict=True)


def _bend(first: np.ndarray, second: np.ndarray, random: np.random.Generator) -> BaseGeometry:
    """Return a line that winds from one node to another."""
    along = np.linspace(0, 1, _BENDS)[:, None]
    across = (second - first)[::-1] * (1, -1)
    aside = random.uniform(-0.04, 0.04, (_BENDS, 1)) * (along > 0) * (along < 1)
    return shapely.LineString(first * (1 - along) + second * along + across * aside)
