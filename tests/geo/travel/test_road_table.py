"""Roads as columns: cut where they meet, at barriers, and nowhere else; nothing of their length is lost."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from geo.errors import InvalidGeometry
from geo.geodesy.measure import length_m
from geo.travel.modes import MODES, MOTORBIKE, WALKING
from geo.travel.road_rules import find_pace
from geo.travel.road_table import Road, RoadTable, index_runs
from tests.geo.travel.streets import barrier, street, towns


@settings(max_examples=60)
@given(towns())
def test_the_edges_are_as_long_as_the_roads(town: list[Road]) -> None:
    table = RoadTable.build(town)
    open_to_some = [road for road in town if any(any(find_pace(road.tags, mode)) for mode in MODES)]
    assert table.lengths_m.sum() == pytest.approx(sum(length_m(road.line) for road in open_to_some))
    assert (table.lengths_m > 0).all()
    for edge in range(len(table.lengths_m)):
        vertices = table.vertices[table.offsets[edge] : table.offsets[edge + 1]]
        assert length_m(shapely.LineString(vertices)) == pytest.approx(table.lengths_m[edge], abs=1e-6)


def test_roads_are_cut_where_they_share_a_vertex_only() -> None:
    crossed = RoadTable.build([street((0, 0), (100, 0), (200, 0)), street((100, -50), (100, 0), (100, 50))])
    assert len(crossed.lengths_m) == 4
    assert len(np.unique([crossed.tails, crossed.heads])) == 5
    bridged = RoadTable.build([street((0, 0), (200, 0)), street((100, -50), (100, 50))])
    assert len(bridged.lengths_m) == 2


def test_a_vertex_that_nobody_shares_is_no_junction() -> None:
    table = RoadTable.build([street((0, 0), (50, 10), (100, 0)), street((100, 0), (200, 0))])
    assert (table.offsets[-1], len(table.lengths_m)) == (5, 2)


def test_a_barrier_cuts_and_bars_at_its_side() -> None:
    table = RoadTable.build(
        [street((0, 0), (100, 0), (200, 0))], [barrier(100, 0, barrier="gate", motor_vehicle="no")]
    )
    assert table.barred[MOTORBIKE.code].tolist() == [[False, True], [True, False]]
    assert not table.barred[WALKING.code].any()


def test_bridges_and_ferries_keep_their_names() -> None:
    table = RoadTable.build(
        [
            street((0, 0), (100, 0), bridge="yes", name="Cầu Mới"),
            street((100, 0), (200, 0), name="Đường Mới"),
            street((200, 0), (300, 0), highway="", route="ferry", name="Bến đò Mới"),
            street((300, 0), (400, 0), bridge="no", name="Đường Khác"),
            street((400, 0), (500, 0), bridge="viaduct", name="Đường Trên Cao", bridge__name="Cầu Cao"),
        ]
    )
    names = [table.bridge_names[index] if index >= 0 else "" for index in table.bridges]
    assert names == ["Cầu Mới", "", "Bến đò Mới", "", "Cầu Cao"]


def test_repeated_vertices_make_no_edge() -> None:
    table = RoadTable.build([street((0, 0), (0, 0), (100, 0), (100, 0)), street((100, 0), (100, 50))])
    assert len(table.lengths_m) == 2
    assert (table.lengths_m > 1).all()


@pytest.mark.parametrize("roads", [[], [street((0, 0), (9, 0), highway="motorway")]], ids=["none", "closed"])
def test_roads_that_nobody_may_use_are_refused(roads: list[Road]) -> None:
    with pytest.raises(InvalidGeometry, match="roads_empty"):
        RoadTable.build(roads)


def test_runs_are_counted_on() -> None:
    assert index_runs(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
    assert index_runs(np.array([], dtype=int), np.array([], dtype=int)).tolist() == []
