"""Differences: what changed and nothing else, drawings by what they measure."""

import json

from hypothesis import given
from hypothesis import strategies as st

from layers.store.changes import Drawing, FieldChange, describe_change

_SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=3), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
_STATES = st.none() | st.dictionaries(st.text(min_size=1, max_size=5), _VALUES, max_size=5)

_COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers())
_LINE = {"type": "LineString", "coordinates": [[106.65, 10.73], [106.65, 10.7312]]}
_LONGER = {"type": "LineString", "coordinates": [[106.65, 10.73], [106.65, 10.7314]]}


@given(_STATES)
def test_nothing_changed_is_nothing_told(state: object) -> None:
    assert describe_change(state, state) == ()


@given(_STATES, _STATES)
def test_every_field_that_differs_is_told_once_in_order(before: object, after: object) -> None:
    changes = describe_change(before, after)
    names = [change.field for change in changes]
    assert names == sorted(set(names))
    back = describe_change(after, before)
    assert [(change.field, change.after, change.before) for change in back] == [
        (change.field, change.before, change.after) for change in changes
    ]


@given(_COUNTS, _COUNTS)
def test_the_changes_lead_from_one_state_to_the_other(before: dict[str, int], after: dict[str, int]) -> None:
    state: dict[str, object] = dict(before)
    for change in describe_change(before, after):
        assert state.get(change.field) == change.before
        if change.after is None:
            del state[change.field]
        else:
            state[change.field] = change.after
    assert state == after


def test_only_what_differs_is_told() -> None:
    before = {"name": "Hẻm 12", "note": "cũ", "topics": ["ma_tuy"]}
    after = {"name": "Hẻm 12", "street": "Phạm Thế Hiển", "topics": ["ma_tuy", "toi_pham"]}
    assert describe_change(before, after) == (
        FieldChange("note", "cũ", None),
        FieldChange("street", None, "Phạm Thế Hiển"),
        FieldChange("topics", ("ma_tuy",), ("ma_tuy", "toi_pham")),
    )


def test_fields_inside_others_are_named_by_their_path() -> None:
    change = describe_change({"answers": {"lights": "co"}}, {"answers": {"lights": "khong"}})
    assert change == (FieldChange("answers.lights", "co", "khong"),)


def test_a_drawing_is_told_by_what_it_measures() -> None:
    assert describe_change({"geometry": json.dumps(_LINE)}, {"geometry": _LONGER}) == (
        FieldChange("geometry", Drawing("line", 133), Drawing("line", 155)),
    )
    square = {"type": "Polygon", "coordinates": [[[106, 10], [106.001, 10], [106.001, 10.001], [106, 10]]]}
    assert describe_change(None, {"geojson": square})[0].after == Drawing("area", 6063)
    point = {"type": "Point", "coordinates": [106, 10]}
    assert describe_change({"geom": point}, None)[0].before == Drawing("point", 1)


def test_a_drawing_that_cannot_be_read_says_so_without_harm() -> None:
    for broken in ("", "{", "[]", "{}", 7, ["x"], {"type": "Polygon", "coordinates": [[[1]]]}):
        assert describe_change(None, {"geometry": broken}) == (FieldChange("geometry", None, "?"),)


def test_yes_is_not_one() -> None:
    assert describe_change({"a": True}, {"a": 1}) == (FieldChange("a", True, 1),)
