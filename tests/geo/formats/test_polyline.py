"""Encoded polylines: what is written comes back, what is broken is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidGeometry
from geo.formats.polyline import decode_polyline
from tests.polylines import encode

_degrees = st.tuples(st.integers(-180_000_000, 180_000_000), st.integers(-90_000_000, 90_000_000))


def test_the_example_of_the_manual() -> None:
    """Google's own, with 5 decimals."""
    line = decode_polyline("_p~iF~ps|U_ulLnnqC_mqNvxq`@", decimals=5)
    assert np.allclose(line, [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)])


@given(st.lists(_degrees, max_size=20))
def test_what_is_written_comes_back(millionths: list[tuple[int, int]]) -> None:
    line = [(east / 1e6, north / 1e6) for east, north in millionths]
    assert np.allclose(decode_polyline(encode(line)), np.array(line).reshape(-1, 2), atol=1e-7)


@pytest.mark.parametrize("text", ["_p~iF", "_p~iF~ps|", "_p~iF~ps|\n", "é"])
def test_what_is_broken_is_refused(text: str) -> None:
    with pytest.raises(InvalidGeometry, match="polyline_invalid"):
        decode_polyline(text)
