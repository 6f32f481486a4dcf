"""An OpenStreetMap extract is read: its roads, barriers and tags; what is no extract is refused in plain words."""

from pathlib import Path

import pytest
import shapely

from geo.travel.modes import MOTORBIKE, WALKING
from geo.types import BBox
from layers.errors import Refused
from layers.travel.osm_file import parse_tags, read_roads
from tests.layers.travel.extracts import NORTH, TOWN, write_extract


def test_roads_are_read_with_their_tags(tmp_path: Path) -> None:
    table = read_roads(write_extract(tmp_path / "town.osm.pbf", TOWN), None)
    assert len(table.lengths_m) == 7  # the canal and the private street are none
    assert table.bridge_names == ("Cầu Mới", "Cầu bộ hành")
    walked, ridden = (table.paces[mode.code] for mode in (WALKING, MOTORBIKE))
    assert (walked > 0).all()
    assert (ridden == 0).sum() == 4  # two parts of a one-way street against it, the footway both ways


def test_ferries_and_barriers_are_read(tmp_path: Path) -> None:
    pier, middle, landing = (106.65, 10.742), (106.65, 10.741), (106.65, 10.740)
    file = write_extract(
        tmp_path / "ferry.osm.pbf",
        [((pier, landing), {"route": "ferry", "name": "Bến đò"}), ((pier, middle), {"highway": "service"})],
        {middle: {"barrier": "gate", "motor_vehicle": "no"}},
    )
    table = read_roads(file, None)
    assert table.bridge_names == ("Bến đò",)
    assert table.barred[MOTORBIKE.code].sum() == 1
    assert not table.barred[WALKING.code].any()


def test_only_what_meets_the_box_is_read(tmp_path: Path) -> None:
    file = write_extract(tmp_path / "town.osm.pbf", TOWN)
    table = read_roads(file, BBox(106.658, 10.740, 106.662, 10.748))
    assert len(table.lengths_m) == 1
    assert shapely.LineString(table.vertices).distance(shapely.Point(NORTH)) > 0.005


def _copied(folder: Path, name: str, body: bytes) -> Path:
    file = folder / name
    file.write_bytes(body)
    return file


@pytest.mark.parametrize("kind", ["missing", "empty", "text", "cut", "renamed", "folder"])
def test_what_is_no_extract_is_refused(tmp_path: Path, kind: str) -> None:
    whole = write_extract(tmp_path / "whole.osm.pbf", TOWN).read_bytes()
    files = {
        "missing": lambda: tmp_path / "none.osm.pbf",
        "empty": lambda: _copied(tmp_path, "a.osm.pbf", b""),
        "text": lambda: _copied(tmp_path, "b.osm.pbf", b"hello, this is no extract\n" * 100),
        "cut": lambda: _copied(tmp_path, "c.osm.pbf", whole[: len(whole) * 2 // 3]),
        "renamed": lambda: _copied(tmp_path, "d.gpkg", whole),
        "folder": lambda: tmp_path,
    }
    file = files[kind]()
    with pytest.raises(Refused) as refused:
        read_roads(file, None)
    assert refused.value.code == ("roads_missing" if kind in {"missing", "folder"} else "roads_unreadable")
    assert refused.value.facts == {"file": file.name}


@pytest.mark.parametrize("box", [None, BBox(10.0, 50.0, 11.0, 51.0)], ids=["no roads", "elsewhere"])
def test_an_extract_without_roads_is_refused(tmp_path: Path, box: BBox | None) -> None:
    ways = TOWN if box else [(((106.65, 10.74), (106.66, 10.74)), {"waterway": "canal"})]
    with pytest.raises(Refused, match="roads_empty"):
        read_roads(write_extract(tmp_path / "town.osm.pbf", ways), box)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        (None, {}),
        ('"oneway"=>"yes"', {"oneway": "yes"}),
        ('"a"=>"x, y","b"=>"z=>w"', {"a": "x, y", "b": "z=>w"}),
        ('"name:vi"=>"Đường \\"A\\" \\\\ B"', {"name:vi": 'Đường "A" \\ B'}),
    ],
    ids=["none", "one", "odd", "escaped"],
)
def test_tags_are_taken_apart(text: str | None, tags: dict[str, str]) -> None:
    assert parse_tags(text) == tags
