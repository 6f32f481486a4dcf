"""What filters can ask for, as a schema."""

from flask import Flask

from geo.geodesy.crs import WGS84_LONLAT
from layers.store.catalog import COLLECTIONS
from layers.store.conditions import Constant
from webmap.api.fields import CODE_TEXTS
from webmap.api.queryables import EXAMPLES, describe_queryables
from webmap.http.cql2.reading import read_filter


def test_codes_are_told_with_the_properties_that_hold_them(app: Flask) -> None:
    with app.test_request_context("/"):
        told = describe_queryables(COLLECTIONS["hotspots"], "http://localhost/x")["properties"]
    kinds = dict(zip(told["kind"]["enum"], told["kind"][CODE_TEXTS], strict=True))
    assert kinds["alley"] == "Hẻm"
    assert "ma_tuy" in told["topics"]["items"]["enum"]
    assert (told["valid_from"]["type"], told["valid_from"]["format"]) == ("string", "date")
    assert told["version"]["type"] == "integer"
    assert "wards" not in told


def test_examples_are_filters_of_their_collection() -> None:
    assert EXAMPLES.keys() == COLLECTIONS.keys()
    for collection, examples in EXAMPLES.items():
        for example in examples:
            said = read_filter(example, "cql2-text", WGS84_LONLAT, COLLECTIONS[collection])
            assert not isinstance(said, Constant)
