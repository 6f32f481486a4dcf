"""Places as points: the same facts as of places one by one, by one statement."""

import pytest

from layers.actor import SYSTEM
from layers.overview.chronicle import read_hotspots
from layers.overview.parts import WHOLE
from layers.overview.points import read_points
from layers.store.database import Database


def test_points_tell_what_the_chronicle_tells(database: Database) -> None:
    with database.read() as connection:
        replays = {one.row.hotspot_id: one for one in read_hotspots(connection, SYSTEM, known=None)}
        points = read_points(connection, SYSTEM, known=None, part=WHOLE)
    assert len(points) == len(replays) == 4
    for point in points:
        replay = replays[point.row.hotspot_id]
        assert (point.topics, point.areas, point.spans) == (replay.topics, replay.areas, replay.spans)
        assert point.row[1:4] == (replay.row.kind, replay.row.valid_from, replay.row.valid_to)
        west, south, east, north = replay.row.geom.bounds
        assert (point.row.lon, point.row.lat) == pytest.approx(
            ((west + east) / 2, (south + north) / 2), abs=1e-5
        )
