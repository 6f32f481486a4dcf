"""What the address of the list of places asks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from webmap.errors import BadParameter
from webmap.http.list_params import NAMES, read_list

TODAY = date(2026, 11, 22)


def test_filters_left_empty_are_none() -> None:
    asked = read_list(MultiDict({name: "" for name in NAMES}), TODAY)
    assert asked.given == {}
    assert (asked.query.on, asked.sort, asked.after) == (TODAY, "name", 0)


def test_a_cursor_continues_the_same_question_on_its_own_day() -> None:
    first = read_list(MultiDict({"kind": "bridge", "sort": "due"}), TODAY)
    following = {"kind": "bridge", "sort": "due", "cursor": first.cursor(7)}
    asked = read_list(MultiDict(following), date(2026, 12, 24))
    assert (asked.after, asked.query.on, asked.query.kind) == (7, TODAY, ("bridge",))
    with pytest.raises(BadParameter):
        read_list(MultiDict({**following, "kind": "alley"}), TODAY)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_any_text_is_read_or_explained(args: dict[str, str]) -> None:
    try:
        asked = read_list(MultiDict(args), TODAY)
    except BadParameter:
        return
    assert set(asked.given) <= set(args)
