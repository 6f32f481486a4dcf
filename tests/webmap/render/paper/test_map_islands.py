"""Hoàng Sa and Trường Sa on paper: no frame that shows the nation leaves them out."""

import pytest
import shapely

from geo.geodesy.crs import find_crs
from geo.types import BBox
from webmap.maps.archipelagos import ARCHIPELAGOS, MAINLAND
from webmap.render.paper.label_places import Labels
from webmap.render.paper.map_islands import draw_islands
from webmap.render.paper.strip_frame import Frame, Room

UTM = find_crs(3405)


ROOM = Room(200, 150, 150)


def _frame(box: BBox, room: Room = ROOM) -> Frame:
    return Frame.around([], [shapely.box(*box)], UTM, room)


@pytest.mark.parametrize("frame", [_frame(MAINLAND, Room(120, 230, 230, 0)), _frame(BBox(102, 7, 117, 23.4))])
def test_the_nation_has_both_with_their_labels_and_all_islands(frame: Frame) -> None:
    drawn = "".join(draw_islands(frame, Labels(frame.box)))
    for archipelago in ARCHIPELAGOS:
        for words in archipelago.label:
            assert drawn.count(f">{words}<") == 1
    assert drawn.count("<circle") == sum(len(one.islands) for one in ARCHIPELAGOS)


def test_an_inset_is_framed_and_never_left_out() -> None:
    frame = _frame(BBox(102.2, 8.6, 109.4, 23.3), Room(100, 200, 200, 0))
    full = Labels(frame.box, [frame.box])
    assert "".join(draw_islands(frame, full)).count("<rect") == 2


def test_a_ward_has_neither() -> None:
    frame = _frame(BBox(106.6, 10.7, 106.7, 10.75))
    assert list(draw_islands(frame, Labels(frame.box))) == []
