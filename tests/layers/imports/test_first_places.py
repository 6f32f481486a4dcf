"""The first of rows that are the same is found, however long ago it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.imports import first_places
from layers.imports.first_places import FirstPlaces

_KEYS = st.sampled_from([-(2**63), -7, 0, 1, 2, 3, 5, 2**63 - 1])


@given(st.lists(_KEYS, max_size=60))
def test_the_first_place_of_each_key_stays_the_first(keys: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_places, "_MOST_RECENT", 3)
        places = FirstPlaces()
        found = [places.find(key, nth) for nth, key in enumerate(keys, 1)]
    assert found == [keys.index(key) + 1 for key in keys]
