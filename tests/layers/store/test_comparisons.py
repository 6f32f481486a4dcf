"""What filters compare: patterns as each database writes them, folded texts, what is near a box."""

import pytest
import shapely
from hypothesis import given
from sqlalchemy import literal, select

from geo.types import BBox
from layers.store.comparisons import FOLDS, by_code_point, folded, looks_like, relates, write_pattern
from layers.store.database import Database
from layers.store.schema import hotspot_version
from layers.store.spatial import near_box
from tests.strategies import texts


@pytest.mark.parametrize(
    ("pattern", "glob", "like"),
    [
        ("Hẻm%", "Hẻm*", "Hẻm%"),
        ("a_%%b", "a?*b", "a_%b"),
        (r"100\%\_", "100%_", r"100\%\_"),
        ("[x]*?", "[[]x][*][?]", "[x]*?"),
        ("end\\", "end\\", "end\\\\"),
        (r"\a", "a", "a"),
        ("", "", ""),
    ],
)
def test_patterns_are_written_as_each_database_reads_them(pattern: str, glob: str, like: str) -> None:
    assert write_pattern(pattern, is_glob=True) == glob
    assert write_pattern(pattern, is_glob=False) == like


@given(texts())
def test_folds_are_tables_of_single_letters(text: str) -> None:
    for fold, table in FOLDS.values():
        assert fold(text) == text.translate(dict(table))


def test_texts_are_compared_alike_on_both_databases(database: Database) -> None:
    capital = "".join(chr(code) for code in FOLDS["case"][1])
    marked = "".join(chr(code) for code in FOLDS["accents"][1] if code not in range(0x300, 0x370))
    with database.read() as connection:

        def ask(*expressions: object) -> list[object]:
            return list(connection.execute(select(*expressions)).one())

        assert ask(folded("case", literal(capital)), folded("accents", literal(f"{marked}\u0301"))) == [
            FOLDS["case"][0](capital),
            FOLDS["accents"][0](marked),
        ]
        order = [
            by_code_point(literal(one)) < by_code_point(literal(other)) for one, other in ("Za", "aá", "zđ")
        ]
        assert [bool(told) for told in ask(*order)] == [True, True, True]
        looks = [looks_like(literal("Hẻm 6"), pattern) for pattern in ("Hẻm%", "hẻm%", "H_m _", "%6%", "")]
        assert [bool(told) for told in ask(*looks)] == [True, False, True, True, False]


def test_related_geometries_are_found_by_way_of_the_index(database: Database) -> None:
    around = shapely.box(106.6, 10.7, 106.7, 10.8)
    versions = hotspot_version.c
    with database.read() as connection:
        shapes = {key: shape for key, shape in connection.execute(select(versions.id, versions.geom))}
        for relation in ("intersects", "within", "contains", "touches"):
            for shape in (around, shapes[1]):
                found = set(
                    connection.execute(
                        select(versions.id).where(relates(hotspot_version, relation, shape))
                    ).scalars()
                )
                assert found == {key for key, one in shapes.items() if getattr(shapely, relation)(one, shape)}
        nowhere = near_box(hotspot_version, BBox(0, 0, 1, 1))
        near = set(connection.execute(select(versions.id).where(nowhere)).scalars())
        assert near == set()
