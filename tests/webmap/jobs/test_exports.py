"""Exports as work: the same question gives the same file, of what the map shows, known and told as it goes."""

from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from geo.geodesy.crs import VN2000_HCMC
from geo.types import LonLat
from layers.exports.export_order import ExportOrder
from layers.store.query import FeatureQuery
from webmap.jobs.exports import make_export_file, tell_order
from webmap.jobs.work import Work
from webmap.maps.spec import MapSpec

DAY = date(2026, 11, 22)
ORDER = ExportOrder("hotspots", FeatureQuery(DAY), "geojson")
MAP = MapSpec("", LonLat(106.65, 10.73), 14, on=DAY)


def _codes(work: Work, order: ExportOrder, shown: MapSpec | None = None) -> set[str]:
    arguments = orjson.loads(orjson.dumps(tell_order(order, shown)))
    return {
        one["properties"]["code"] for one in orjson.loads(make_export_file(work, arguments).body)["features"]
    }


def test_what_the_map_shows_is_written_by_all_of_its_filters(work: Work, told: list[Any]) -> None:
    everything = {"DB00001", "DB00002", "DB00003", "DB00004"}
    assert _codes(work, ORDER) == everything
    assert _codes(work, ORDER, MAP) == everything
    assert _codes(work, ORDER, replace(MAP, kind=("bridge",))) == {"DB00003"}
    assert _codes(work, ORDER, replace(MAP, q="hem 1678 pth")) == {"DB00001"}
    assert _codes(work, ORDER, replace(MAP, due=("planned",))) == set()
    assert _codes(work, ORDER, replace(MAP, status=("ON_DINH",))) == set()
    assert _codes(work, replace(ORDER, codes=frozenset({"DB00002"}))) == {"DB00002"}
    assert told[0] == (0.05, "exports.doing.reading", {"n": 0})


def test_a_file_is_named_after_its_layer_and_its_day_and_is_the_same_again(work: Work) -> None:
    order = replace(
        ORDER, form="shp", crs=VN2000_HCMC, encoding="tcvn3", query=FeatureQuery(date(2020, 5, 1))
    )
    one, other = (make_export_file(work, tell_order(order)) for _ in range(2))
    assert (one.name, one.media_type) == ("hotspots-2020-05-01.shp.zip", "application/zip")
    assert one.body == other.body
