"""Filters: what SQL finds on either database is what plain Python finds, whatever is asked."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.types import Interval
from layers.actor import SYSTEM
from layers.store.catalog import COLLECTIONS
from layers.store.conditions import (
    LISTED,
    SPATIAL,
    TEMPORAL,
    Between,
    Both,
    Comparison,
    Condition,
    Constant,
    Either,
    Elements,
    Folded,
    IsNull,
    Like,
    Listed,
    Negation,
    OneOf,
    Property,
    Related,
    Shape,
    Span,
    Timed,
    Value,
)
from layers.store.database import Database
from layers.store.features import get_page
from layers.store.query import Feature, FeatureQuery
from layers.store.queryables import COLUMNS
from tests.layers.places.supervised import add_visited
from tests.plain_filters import holds

EVERYTHING = FeatureQuery(date(2026, 11, 22), valid=Interval())
KINDS = {"integer": "number", "array": "list"}


@pytest.fixture
def database(database: Database) -> Database:
    add_visited(database)
    return database


def _find(database: Database, collection: str, where: Condition | None) -> list[Feature]:
    with database.read() as connection:
        return list(get_page(connection, SYSTEM, collection, replace(EVERYTHING, where=where)).features)


def test_every_queryable_has_a_column_and_no_other_thing_has(database: Database) -> None:
    for collection in COLLECTIONS.values():
        assert COLUMNS[collection.id].keys() == collection.queryables.keys()
        everything = _find(database, collection.id, None)
        for name in collection.queryables:
            filled = _find(database, collection.id, Negation(IsNull(Property(name))))
            assert len(filled) == sum(_is_filled(one, name) for one in everything), name


def _is_filled(feature: Feature, name: str) -> bool:
    return name == "geometry" or feature.properties[name] is not None


_texts = st.sampled_from(
    [
        "Hẻm 1678 Phạm Thế Hiển",
        "hem",
        "Phường 6",
        "Đ",
        "alley",
        "ward",
        "%",
        "a_c",
        "x'); --",
        "[a-z]*",
        "ma_tuy",
        "",
    ]
)
_patterns = st.one_of(
    st.sampled_from(
        ["Hẻm%", "%6", "h_m%", "%Thế%", r"100\%", "\\", "[a-z]%", "*", "P%", "%a%", "__________", ""]
    ),
    st.text(st.sampled_from("%_\\[]*?-^Hẻm1đ "), max_size=6),
)
_numbers = st.sampled_from([0.0, 1.0, 3.0, 15.0, 200.5, 52_000.0, -1.0, 1e300])
_days = st.sampled_from(
    [date(2012, 2, 8), date(2025, 1, 1), date(2025, 7, 1), date(1, 1, 1), date(2026, 11, 22)]
)
_shapes = st.one_of(
    st.tuples(st.floats(106.6, 106.7), st.floats(10.7, 10.76), st.floats(0.0005, 0.05)).map(
        lambda box: shapely.box(box[0], box[1], box[0] + box[2], box[1] + box[2])
    ),
    st.tuples(st.floats(106.6, 106.7), st.floats(10.7, 10.76)).map(shapely.Point),
    st.lists(
        st.tuples(st.floats(106.6, 106.7), st.floats(10.7, 10.76)), min_size=2, max_size=5, unique=True
    ).map(shapely.LineString),
)
_collections = st.lists(_shapes, min_size=2, max_size=3).map(shapely.GeometryCollection)


def _named(collection: str, kind: str) -> st.SearchStrategy[Any]:
    names = [
        name for name, told in COLLECTIONS[collection].queryables.items() if KINDS.get(told, told) == kind
    ]
    return st.sampled_from(names).map(Property)


def _string(collection: str) -> st.SearchStrategy[Any]:
    plain = st.one_of(_named(collection, "string"), _texts.map(Value))
    return st.recursive(
        plain, lambda inner: st.builds(Folded, st.sampled_from(["case", "accents"]), inner), max_leaves=2
    )


def _predicates(collection: str) -> st.SearchStrategy[Condition]:
    signs = st.sampled_from(["=", "<>", "<", ">", "<=", ">="])
    string, number = _string(collection), st.one_of(_named(collection, "number"), _numbers.map(Value))
    day = st.one_of(_named(collection, "date"), _days.map(Value))
    span = st.builds(Span, st.one_of(st.none(), day), st.one_of(st.none(), day))
    place = _named(collection, "geometry")
    choices = [
        *(st.builds(Comparison, signs, one, one) for one in (string, number, day)),
        st.builds(Like, string, _patterns.map(Value)),
        *(st.builds(Between, one, one, one) for one in (number, day)),
        *(
            st.builds(OneOf, one, st.lists(one, min_size=1, max_size=3).map(tuple))
            for one in (string, number, day)
        ),
        st.builds(IsNull, st.one_of(string, number, day, place)),
        *[st.builds(Timed, st.sampled_from(TEMPORAL), *[st.one_of(day, span)] * 2)] * 3,
        *[st.builds(Related, st.sampled_from(SPATIAL), place, _shapes.map(Shape))] * 2,
        st.builds(Related, st.sampled_from(SPATIAL), _shapes.map(Shape), place),
        st.builds(Related, st.sampled_from(["intersects", "disjoint"]), place, _collections.map(Shape)),
        st.builds(Related, st.sampled_from(SPATIAL), place, place),
        st.builds(Constant, st.booleans()),
    ]
    if collection == "hotspots":
        lists = st.lists(st.sampled_from(["ma_tuy", "toi_pham", "x"]), max_size=3).map(
            lambda one: Elements(tuple(one))
        )
        listed = st.one_of(_named(collection, "list"), lists)
        choices.append(st.builds(Listed, st.sampled_from(LISTED), listed, listed))
    if collection == "boundaries":
        signs_of_truth = st.sampled_from(["=", "<>"])
        choices.append(
            st.builds(Comparison, signs_of_truth, _named(collection, "boolean"), st.booleans().map(Value))
        )
    return st.one_of(choices)


def _trees(collection: str) -> st.SearchStrategy[Condition]:
    return st.recursive(
        _predicates(collection),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: Both(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: Either(tuple(parts))),
            inner.map(Negation),
        ),
        max_leaves=6,
    )


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_any_filter_finds_what_plain_python_finds(database: Database, collection: str) -> None:
    everything = _find(database, collection, None)
    assert len(everything) > 3

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(where=_trees(collection))
    def ask(where: Condition) -> None:
        found = [one.id for one in _find(database, collection, where)]
        assert found == [one.id for one in everything if holds(where, one)]

    ask()
