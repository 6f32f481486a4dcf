"""People divided by shares: nobody is lost, nobody is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.shapes.apportion import apportion


@given(
    total=st.integers(0, 100_000_000),
    weights=st.lists(st.floats(0, 1e9, allow_subnormal=False), max_size=30),
)
def test_parts_are_whole_near_their_share_and_add_up(total: int, weights: list[float]) -> None:
    weights = [*weights, 1.0]
    parts = apportion(total, weights)
    assert sum(parts) == total
    exact = [total * weight / sum(weights) for weight in weights]
    assert all(abs(part - share) < 1.001 for part, share in zip(parts, exact, strict=True))


def test_remainders_decide_and_of_equal_ones_the_first() -> None:
    assert apportion(10, [1, 1, 1]) == (4, 3, 3)
    assert apportion(7, [0.5, 0.3, 0.2]) == (4, 2, 1)
    assert apportion(0, [0, 0]) == (0, 0)
    with pytest.raises(ValueError, match="nobody"):
        apportion(1, [0.0])
