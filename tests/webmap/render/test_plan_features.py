"""GeoJSON of a plan: RFC 7946, read back by shapely, and equal to the plan."""

from datetime import datetime

import orjson
import pytest
import shapely

from tests.webmap.render.day import Day, make_papers
from webmap.render.plan_features import write_geojson
from webmap.render.plan_papers import Origin
from webmap.texts import Translator

VI = Translator("vi", is_strict=True)
PAPERS = make_papers(Day((3, 0), left_out=2))
TOLD = orjson.loads(write_geojson(PAPERS, VI))


def test_a_way_for_each_team_that_goes_and_a_point_for_each_stop() -> None:
    kinds = [one["properties"]["type"] for one in TOLD["features"]]
    assert (kinds.count("team"), kinds.count("stop")) == (1, 5)
    way = shapely.geometry.shape(TOLD["features"][0]["geometry"])
    assert way.geom_type == "MultiLineString"
    assert way.length == pytest.approx(
        sum(line.length for line in PAPERS.lines(PAPERS.plan.teams[0])), rel=1e-3
    )
    assert "crs" not in TOLD


def test_stops_are_told_in_order_with_aware_times() -> None:
    stops = [one for one in TOLD["features"] if one["properties"]["type"] == "stop"]
    for one, stop in zip(stops, (*PAPERS.plan.stops, *PAPERS.plan.left_out), strict=True):
        assert shapely.geometry.shape(one["geometry"]).coords[0] == pytest.approx(stop.at, abs=1e-6)
        told = one["properties"]
        assert (one["id"], told["name"], told["status"]) == (stop.hotspot, stop.name, stop.status)
        if stop.begin_s is not None:
            assert datetime.fromisoformat(told["begin_at"]) == PAPERS.at(stop.begin_s)
            assert told["begin_at"].endswith("+07:00")
    assert [one["properties"]["order"] for one in stops] == [1, 2, 3, None, None]
    assert stops[-1]["properties"]["reason"] == "lower_priority"
    assert stops[-1]["properties"]["team"] is None


def test_invented_data_say_so_and_real_data_say_nothing() -> None:
    marked = make_papers(Day((1,)), Origin(demo="DỮ LIỆU MẪU"))
    assert orjson.loads(write_geojson(marked, VI))["notice"] == "DỮ LIỆU MẪU"
    assert "notice" not in TOLD
