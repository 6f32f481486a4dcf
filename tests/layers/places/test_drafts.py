"""What may be a place: never a house, never a person, always somewhere in this country."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidGeometry, PersonalData
from geo.text.search import is_hit
from layers.errors import Refused
from layers.places.drafts import COUNTRY, MOST_VERTICES, Extent, Place, check_place, read_shape

_ALLEY = Place(
    "Hẻm 1678/12 Phạm Thế Hiển", "alley", shapely.LineString([(106.65, 10.737), (106.651, 10.736)]),
    ("ma_tuy",), 15, "survey", "khảo sát", date(2026, 11, 1),
)  # fmt: skip
_AREA = replace(_ALLEY, name="Bãi xe", kind="area", geometry=shapely.box(106.65, 10.736, 106.651, 10.737))


def _checked(place: Place = _ALLEY, **changes: object) -> Place:
    return check_place(replace(place, **changes), Extent())


def _line(*positions: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(position) for position in positions]}


def test_the_address_is_taken_from_the_name_where_it_is_not_given() -> None:
    kept = _checked()
    assert (kept.alley_number, kept.alley_branch, kept.street) == ("1678", "12", "Phạm Thế Hiển")
    assert kept.address == "Hẻm 1678/12 Phạm Thế Hiển"
    named = _checked(name="Xóm Đáy", alley_number="Hẻm 88", alley_branch="5", street="Nguyễn Duy")
    assert (named.alley_number, named.alley_branch, named.street) == ("88", "5", "Nguyễn Duy")
    other = _checked(alley_number="90")
    assert (other.alley_number, other.alley_branch, other.street) == ("90", None, None)


def test_an_area_has_no_alley_of_its_own() -> None:
    kept = _checked(_AREA, alley_number="1678", street="Phạm Thế Hiển")
    assert (kept.alley_number, kept.alley_branch, kept.address) == ("1678", None, "Hẻm 1678 Phạm Thế Hiển")
    assert _checked(_AREA).address == ""


@pytest.mark.parametrize(
    ("place", "changes", "code", "field"),
    [
        (_ALLEY, {"name": "1678/12/5 Phạm Thế Hiển"}, "house_number", "name"),
        (_ALLEY, {"name": "nhà số 5 Nguyễn Duy"}, "house_number", "name"),
        (_ALLEY, {"aliases": ("Xóm Đáy", "số 12 Nguyễn Duy")}, "house_number", "aliases"),
        (_ALLEY, {"street": "1678/12/5 Phạm Thế Hiển"}, "house_number", "street"),
        (_AREA, {"alley_number": "1678", "alley_branch": "12/5"}, "house_number", "alley_branch"),
        (_AREA, {"alley_number": "1678/12/5"}, "house_number", "alley_branch"),
        (_ALLEY, {"alley_number": "mười hai"}, "address_unreadable", "alley_number"),
        (_ALLEY, {"alley_branch": "/"}, None, None),
    ],
)
def test_a_house_number_is_refused_where_it_stands(
    place: Place, changes: dict[str, object], code: str | None, field: str | None
) -> None:
    if code is None:
        assert _checked(place, **changes).alley_branch == "12"
        return
    with pytest.raises(Refused, match=code) as told:
        _checked(place, **changes)
    assert told.value.facts["field"] == field


def test_other_names_are_kept_once_and_are_found() -> None:
    kept = _checked(aliases=("Hẻm Lò Gốm", " Hẻm Lò Gốm ", "Hẻm 1678/12 Phạm Thế Hiển", ""))
    assert kept.aliases == ("Hẻm Lò Gốm",)
    for query in ("lo gom", "hem 1678 pth", "1678/12", "pham the hien"):
        assert is_hit(query, kept.terms)
    assert not is_hit("nguyen duy", kept.terms)


def test_a_finding_in_the_names_says_where_in_the_field() -> None:
    lines = ("Xóm Đáy", "nhà anh Nguyễn Văn Bảy")
    with pytest.raises(PersonalData) as told:
        _checked(aliases=lines)
    start, end = (int(str(told.value.facts[name])) for name in ("start", "end"))
    assert "Nguyễn Văn Bảy" in "\n".join(lines)[start:end]
    for field in ("source", "street", "note"):
        with pytest.raises(PersonalData) as told:
            _checked(**{field: "nhà anh Nguyễn Văn Bảy"})
        assert told.value.facts["field"] == field


def test_the_audit_keeps_what_there_is() -> None:
    told = _checked(note="tối").told()
    assert told["note"] == "tối"
    assert told["geometry"] == '{"type":"LineString","coordinates":[[106.65,10.737],[106.651,10.736]]}'
    assert {"lead", "document_id", "aliases"}.isdisjoint(told)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (_line((10.737, 106.655), (10.736, 106.656)), "axes_swapped"),
        (_line((2.35, 48.85), (2.36, 48.86)), "geometry_outside_country"),
        (_line((200.0, 10.0), (201.0, 10.0)), "coordinate_out_of_range"),
        (_line(*[(106.65 + i / 1e7, 10.7) for i in range(MOST_VERTICES + 1)]), "geometry_too_large"),
        ({"type": "LineString", "coordinates": []}, "geometry_empty"),
        ("LINESTRING", "geometry_not_object"),
    ],
)
def test_a_drawing_that_is_nowhere_here_says_why(shape: object, code: str) -> None:
    with pytest.raises(InvalidGeometry, match=code):
        read_shape(shape)


@given(
    st.lists(
        st.tuples(st.floats(COUNTRY.west, COUNTRY.east), st.floats(COUNTRY.south, COUNTRY.north)),
        min_size=2,
        max_size=9,
    )
)
def test_any_line_in_the_country_is_read_as_it_was_drawn(positions: list[tuple[float, float]]) -> None:
    assert list(read_shape(_line(*positions)).coords) == positions
    with pytest.raises(InvalidGeometry, match="axes_swapped"):
        read_shape(_line(*[(lat, lon) for lon, lat in positions]))
