"""Public ids of boundaries go both ways, and nonsense names nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from geo.types import DATE_MIN
from layers.store.database import Database
from layers.store.identifiers import boundary_id, find_boundary_key, is_boundary
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
