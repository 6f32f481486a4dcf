"""Pieces of features that programs send: what is no feature, what is missing, and what only came back."""

from uuid import uuid4

import pytest
import shapely

from geo.geodesy.crs import WGS84, WGS84_LONLAT
from layers.errors import Refused
from webmap.api import sent_features

LINE = shapely.LineString([(106.65, 10.74), (106.653, 10.742)])


def test_only_a_feature_with_known_properties_is_read() -> None:
    bodies: tuple[object, ...] = ([], None, {"type": "FeatureCollection"})
    for body in bodies:
        with pytest.raises(Refused, match="feature_not_geojson"):
            sent_features.open_feature(body)
    feature = sent_features.open_feature({"properties": {"units": '["A", "B"]', "note": None}})
    sent, told = sent_features.read_properties(feature, ("units", "note"))
    assert sent_features.as_list(told, "units").codes("units") == ("A", "B")
    with pytest.raises(Refused, match="entry_malformed"):
        sent_features.read_properties(feature, ("units",))
    sent_features.require_given(sent, ("units", "form"), is_whole=False)  # what is not sent stays
    for name, is_whole in (("form", True), ("note", False)):
        with pytest.raises(Refused, match="feature_incomplete"):
            sent_features.require_given(sent, (name,), is_whole=is_whole)


def test_an_identifier_is_a_uuid_or_none() -> None:
    given = str(uuid4())
    assert sent_features.read_identifier({"id": given}) == given
    assert sent_features.read_identifier({}) is None
    with pytest.raises(Refused, match="entry_malformed"):
        sent_features.read_identifier({"id": "GS00001"})


def test_a_geometry_is_read_in_the_axis_order_of_its_system() -> None:
    told = shapely.geometry.mapping(LINE)
    turned = shapely.geometry.mapping(shapely.transform(LINE, lambda xy: xy[:, ::-1]))
    straight = sent_features.read_geometry(told, WGS84_LONLAT)
    assert sent_features.is_same_shape(straight, sent_features.read_geometry(turned, WGS84))
    assert sent_features.is_same_shape(straight, shapely.reverse(LINE))
    assert not sent_features.is_same_shape(straight, shapely.transform(LINE, lambda xy: xy + 0.0001))
