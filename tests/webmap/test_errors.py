"""Errors of the web storey."""

from webmap.errors import BadParameter


def test_a_bad_parameter_names_itself_and_what_is_expected() -> None:
    error = BadParameter("limit", "limit", maximum=10)
    assert error.code == "parameter_invalid"
    assert error.facts == {"parameter": "limit", "expected": "limit", "maximum": 10}
    assert BadParameter("x", "once", code="parameter_repeated").code == "parameter_repeated"
