"""Symbols: each readable without colour, and colours that differ also to colour-blind eyes."""

from itertools import combinations

from webmap.maps.symbols import DRAWN_STATES, HIDDEN_BY_DEFAULT, SYMBOLS, Pen, list_strokes

# Machado, Oliveira and Fernandes (2009), severity 1.0: linear RGB as deuteranopes see it.
_DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def _linear(color: str) -> tuple[float, float, float]:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def test_every_state_that_is_drawn_has_its_own_colour_line_and_sign() -> None:
    for part in ("color", "line", "sign"):
        told = [getattr(SYMBOLS[code], part) for code in DRAWN_STATES]
        assert len(set(told)) == len(told), part
    assert set(DRAWN_STATES) >= HIDDEN_BY_DEFAULT


def test_states_under_watch_differ_in_fill_too() -> None:
    fills = [SYMBOLS[code].fill for code in DRAWN_STATES if code not in {"DE_XUAT", "ON_DINH"}]
    assert len(set(fills)) == len(fills)


def test_colours_differ_to_eyes_that_miss_green() -> None:
    def seen(color: str) -> list[float]:
        return [sum(a * b for a, b in zip(row, _linear(color), strict=True)) for row in _DEUTERANOPIA]

    for one, other in combinations(sorted(set(DRAWN_STATES) - {"DE_XUAT", "ON_DINH"}), 2):
        pairs = zip(seen(SYMBOLS[one].color), seen(SYMBOLS[other].color), strict=True)
        assert sum((a - b) ** 2 for a, b in pairs) ** 0.5 > 0.02, (one, other)


def test_a_pattern_is_laid_over_its_casing_and_an_edge_is_never_wide() -> None:
    def parts(state: str, shape: str = "line") -> dict[str, Pen]:
        return dict(list_strokes(SYMBOLS[state], shape))

    assert list(parts("THEO_DOI")) == ["casing", "stroke"]
    assert list(parts("DANG_CHUYEN_HOA")) == ["casing", "gap", "stroke"]
    assert list(parts("TAI_PHUC_TAP")) == ["casing", "stroke", "middle"]
    assert parts("DANG_CHUYEN_HOA")["stroke"].dashes == (16, 7)
    assert [parts("THEO_DOI", shape)["stroke"].width for shape in ("line", "area")] == [5, 3]
    plain = Pen("#5A656E", 8)
    assert list(list_strokes(plain, "area")) == [("stroke", plain)]
