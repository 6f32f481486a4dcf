"""The digest of a body: written as every browser writes it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.sync.digests import canonical_json, digest_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (12.0, "12"), (106.6496, "106.6496"), (1e-6, "0.000001"), (1e-7, "1e-7"),
        (1.5e-7, "1.5e-7"), (1e20, "100000000000000000000"), (1e21, "1e+21"),
        (-302399370433791940.0, "-302399370433791940"),
        (5e-324, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"), (-0.1, "-0.1"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_a_browser_does(value: float, text: str) -> None:
    assert canonical_json(value) == text


def test_keys_are_sorted_and_letters_stay() -> None:
    value = {"b": [True, None, 'Hẻm "1678"\n\u0007'], "a": {"y": 1, "x": 2}}
    assert canonical_json(value) == '{"a":{"x":2,"y":1},"b":[true,null,"Hẻm \\"1678\\"\\n\\u0007"]}'


def test_the_digest_is_that_of_the_web_cryptography_api() -> None:
    # crypto.subtle.digest("SHA-256", new TextEncoder().encode('{"a":1,"b":"đ"}'))
    assert digest_of({"b": "đ", "a": 1}) == "7c4ac55bdecbc1677060c0a78a2c583b81aa96a49f763334e3a235e6210c44fb"


@given(VALUES)
def test_what_is_written_reads_as_the_same_value(value: object) -> None:
    assert json.loads(canonical_json(value), parse_int=float) == value
    assert canonical_json(json.loads(canonical_json(value))) == canonical_json(value)
