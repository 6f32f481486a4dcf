"""Public ids of boundaries go both ways, and nonsense names nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from geo.types import DATE_MIN
from layers.store.database import Database
from layers.store.identifiers import (
    boundary_id,
    cluster_id,
    find_boundary_key,
    find_cluster_key,
    is_boundary,
    is_within,
)
from layers.store.schema import boundary

_codes = st.text("0123456789", min_size=2, max_size=5)


@given(_codes, st.dates() | st.just(DATE_MIN))
def test_an_id_gives_its_key_back(code: str, day: date) -> None:
    assert find_boundary_key(boundary_id(code, day)) == (code, day)


@pytest.mark.parametrize("text", ["27424@", "27424@nay", "27424@2025-13-01", "27424@2025-07-01@x"])
def test_a_malformed_day_is_no_key(text: str) -> None:
    assert find_boundary_key(text) is None


def test_a_code_alone_names_all_its_rows(database: Database) -> None:
    with database.read() as connection:
        names = [
            set(connection.execute(select(boundary.c.name).where(is_boundary(text))).scalars())
            for text in ("27418", "27418@start", "27418@2025-07-01", "27418@x")
        ]
    assert names == [{"Phường 5", "Phường Chánh Hưng"}, {"Phường 5"}, {"Phường Chánh Hưng"}, set()]


@given(st.integers(2010, 2100), st.integers(1, 999_999_999))
def test_an_id_of_a_cluster_gives_its_key_back(year: int, number: int) -> None:
    assert find_cluster_key(cluster_id(year, number)) == (year, number)


@pytest.mark.parametrize(
    "text", ["27418@2025-07-01", "cluster-26-1", "cluster-2026-", "cluster-２０２６-1", ""]
)
def test_what_names_no_cluster_has_no_key(text: str) -> None:
    assert find_cluster_key(text) is None


def test_a_filter_names_a_boundary_or_a_cluster_that_is_there(database: Database) -> None:
    with database.read() as connection:
        for text, names in (("27418@start", ["Phường 5"]), ("cluster-2026-1", [])):
            assert connection.execute(select(boundary.c.name).where(is_within(text))).scalars().all() == names
