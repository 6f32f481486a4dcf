"""Names beside signs, and the lines to signs that stepped aside."""

import shapely

from webmap.render.paper.label_places import Labels, Size, Spot
from webmap.render.paper.map_labels import draw_leader, find_near, write_beside

FRAME = shapely.box(0, 0, 100, 60)


def test_a_name_is_written_once_and_a_long_one_is_cut() -> None:
    labels = Labels(FRAME)
    (written,) = write_beside(labels, "Hẻm 690", Spot(50, 30), 3)
    assert ">Hẻm 690<" in written
    (long,) = write_beside(labels, "Hẻm 2683 Phạm Thế Hiển, nhánh 14, đoạn từ cầu", Spot(30, 50), 3)
    assert "…<" in long
    full = Labels(FRAME, [FRAME])
    assert list(write_beside(full, "Hẻm 690", Spot(50, 30), 3)) == []


def test_a_sign_that_steps_aside_is_led_to() -> None:
    labels, size = Labels(FRAME), Size(4, 4)
    home = Spot(50, 30)
    assert find_near(labels, home, size) == home
    aside = find_near(labels, home, size)
    assert aside is not None
    assert aside != home
    assert list(draw_leader(home, home)) == []
    assert len(list(draw_leader(home, aside))) == 2
