"""Made-up geometries and texts of Viet Nam, for property tests."""

import math

import shapely
from hypothesis import strategies as st
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.types import LonLat

WEST, SOUTH, EAST, NORTH = 102.2, 8.4, 109.4, 23.3
"""The mainland; geometries stay inside with a margin."""

SYLLABLES = [
    "Phạm", "Thế", "Hiển", "Nguyễn", "Duy", "Hoài", "Thanh", "Hiệp", "Ân", "Bình", "Đông", "Phú",
    "Định", "Chánh", "Hưng", "Xóm", "Củi", "Rạch", "Ông", "Hẻm", "Cầu", "Phường", "đường", "Thuỷ",
    "Thúy", "Hoà", "Hoá", "Mỹ", "Lý", "Quý", "ă", "ơ", "ư", "1678", "690", "12", "126", "P.6", "F12",
]  # fmt: skip


@st.composite
def lonlats(draw: st.DrawFn) -> LonLat:
    """Draw a place on the mainland, with six decimals."""
    lon = draw(st.integers(round(WEST * 1e6), round(EAST * 1e6)))
    lat = draw(st.integers(round(SOUTH * 1e6), round(NORTH * 1e6)))
    return LonLat(lon / 1e6, lat / 1e6)


@st.composite
def points(draw: st.DrawFn) -> BaseGeometry:
    """Draw a point."""
    return shapely.Point(draw(lonlats()))


@st.composite
def lines(draw: st.DrawFn) -> BaseGeometry:
    """Draw a line of two to eight different vertices, up to a few kilometres long."""
    start = draw(lonlats())
    steps = draw(st.lists(st.tuples(_STEP, _STEP), min_size=1, max_size=7))
    vertices = [(start.lon, start.lat)]
    for dx, dy in steps:
        lon, lat = vertices[-1]
        vertices.append((round(lon + dx / 1e6, 6), round(lat + dy / 1e6, 6)))
    return shapely.LineString(vertices)


_STEP = st.integers(20, 9_000) | st.integers(-9_000, -20)


def _star(centre: LonLat, radii: list[int]) -> list[tuple[float, float]]:
    """Return a ring around a centre, radii in millionths of a degree; it never crosses itself."""
    turn = 2 * math.pi / len(radii)
    ring = [
        (centre.lon + radius / 1e6 * math.cos(turn * i), centre.lat + radius / 1e6 * math.sin(turn * i))
        for i, radius in enumerate(radii)
    ]
    return [*ring, ring[0]]


@st.composite
def polygons(draw: st.DrawFn) -> BaseGeometry:
    """Draw a valid polygon of 50 m to a few kilometres, at times with a hole."""
    centre = draw(lonlats())
    radii = draw(st.lists(st.integers(500, 30_000), min_size=5, max_size=12))
    inner = [radius // 4 for radius in radii]
    holes = [_star(centre, inner)] if draw(st.booleans()) else []
    return shapely.Polygon(_star(centre, radii), holes)


@st.composite
def multi_polygons(draw: st.DrawFn) -> BaseGeometry:
    """Draw two or three polygons side by side."""
    first = draw(polygons())
    count = draw(st.integers(2, 3))
    width = first.bounds[2] - first.bounds[0]
    return shapely.MultiPolygon([translate(first, i * (width + 0.001)) for i in range(count)])


def geometries() -> st.SearchStrategy[BaseGeometry]:
    """Draw anything a hotspot or a boundary may be."""
    return points() | lines() | polygons() | multi_polygons()


def texts() -> st.SearchStrategy[str]:
    """Draw Vietnamese words, mixed with anything at all: other scripts, NUL, lone surrogates."""
    anything = st.characters(codec=None, exclude_categories=())
    words = (
        st.sampled_from(SYLLABLES)
        | st.text(anything, max_size=6)
        | st.text("0123456789 .-/()+oO", max_size=14)
    )
    return st.lists(words, max_size=8).map(" ".join)
