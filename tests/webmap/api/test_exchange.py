"""What requests that change features bring along: the version that they started from, and what they are told."""

import pytest
from flask import Flask

from layers.errors import Refused, StaleVersion
from webmap.api import exchange
from webmap.errors import PreconditionMissing


@pytest.mark.parametrize(
    ("tag", "told", "found"), [('W/"x.7"', None, 7), ('"7"', 3, 7), ("*", None, 7), (None, 3, 3)]
)
def test_the_version_is_that_of_if_match_or_else_of_the_properties(
    app: Flask, tag: str | None, told: int | None, found: int
) -> None:
    with app.test_request_context(headers={"If-Match": tag} if tag else {}):
        assert exchange.started_from(7, told) == found


def test_another_version_is_stale_and_none_is_missing(app: Flask) -> None:
    with app.test_request_context(headers={"If-Match": 'W/"x.6"'}), pytest.raises(StaleVersion):
        exchange.started_from(7, 7)
    with app.test_request_context(), pytest.raises(PreconditionMissing):
        exchange.started_from(7, None)
    with app.test_request_context(data="x", method="PUT"), pytest.raises(Refused):
        exchange.read_body()


def test_qgis_is_told_of_put_alone(app: Flask) -> None:
    with app.test_request_context(headers={"User-Agent": "Mozilla/5.0 QGIS/34003"}):
        assert exchange.allow_editing().headers["Allow"] == "GET, HEAD, OPTIONS, PUT"
    with app.test_request_context():
        assert exchange.allow_editing().headers["Accept-Patch"] == exchange.MERGE_PATCH
        assert exchange.allow().headers["Allow"] == "GET, HEAD, OPTIONS"
