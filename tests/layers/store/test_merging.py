"""Two changes of one record: nothing that one side alone changed is lost, nothing that both changed is decided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.store.merging import merge_three

_VALUES = st.one_of(st.none(), st.integers(0, 3), st.text("ăđơ", max_size=2))
_FIELDS = ("name", "geometry", "note")
_STATES = st.fixed_dictionaries(dict.fromkeys(_FIELDS, _VALUES))


def test_what_one_side_changed_is_taken_and_what_both_changed_is_asked() -> None:
    base = {"name": "Hẻm 1", "note": None, "geometry": "a", "kind": "alley"}
    mine = {"name": "Hẻm 1A", "note": "tối", "geometry": "b", "kind": "alley"}
    theirs = {"name": "Hẻm 1", "note": "tối", "geometry": "c", "kind": "area"}
    merged = merge_three(base, mine, theirs)
    assert merged.clashes == ("geometry",)
    assert merged.values == {"name": "Hẻm 1A", "note": "tối", "kind": "area"}


def test_records_of_different_kinds_are_not_brought_together() -> None:
    with pytest.raises(ValueError, match="different fields"):
        merge_three({"name": 1}, {"name": 1}, {"names": 1})


@given(_STATES, _STATES, _STATES)
def test_every_field_is_merged_or_asked(
    base: dict[str, object], mine: dict[str, object], theirs: dict[str, object]
) -> None:
    merged = merge_three(base, mine, theirs)
    assert set(merged.values) | set(merged.clashes) == set(_FIELDS)
    assert not set(merged.values) & set(merged.clashes)
    for name in _FIELDS:
        changed = {side[name] for side in (mine, theirs) if side[name] != base[name]}
        if len(changed) > 1:
            assert name in merged.clashes
        else:
            assert merged.values[name] == (changed.pop() if changed else base[name])


@given(_STATES, _STATES, _STATES)
def test_the_sides_may_be_exchanged(
    base: dict[str, object], mine: dict[str, object], theirs: dict[str, object]
) -> None:
    assert merge_three(base, mine, theirs) == merge_three(base, theirs, mine)


@given(_STATES, _STATES)
def test_a_side_that_changed_nothing_yields(base: dict[str, object], mine: dict[str, object]) -> None:
    assert merge_three(base, mine, base).values == mine
    assert merge_three(base, base, base).values == base
