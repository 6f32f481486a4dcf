"""What tiles need of the service: rights at every tile, and a memory that does not tell one actor's to another."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from geo.formats.tiles import tile_at
from geo.types import LonLat
from layers.actor import SYSTEM
from layers.store.database import Database
from layers.store.tiles import get_tile
from tests.geo.formats.tile_reader import read_features
from webmap.api import tiles

Z, ROW, COL = tile_at(LonLat(106.65, 10.73), 9)
HERE = f"/api/collections/hotspots/tiles/WebMercatorQuad/{Z}/{ROW}/{COL}"


def count(answer: bytes) -> int:
    return sum(one.properties["count"] for one in read_features(answer, "hotspots").values())


def test_a_kept_tile_is_sent_to_those_only_who_see_the_same(
    client: FlaskClient,
    bearer: Callable[..., dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    store: Database,
) -> None:
    drawn: list[object] = []

    def note(*asked: Any) -> bytes:
        drawn.append(asked)
        return get_tile(*asked)

    monkeypatch.setattr(tiles, "get_tile", note)
    everywhere = [bearer("viewer", name=name) for name in ("lan", "mai")]
    ward, elsewhere = (
        bearer("viewer", area, name=name)
        for area, name in (("27424@2025-07-01", "hoa"), ("27397@2025-01-01", "cuc"))
    )
    assert [count(client.get(HERE, headers=one).data) for one in everywhere] == [4, 4]
    assert len(drawn) == 1
    assert count(client.get(HERE, headers=ward).data) == 1
    assert client.get(HERE, headers=elsewhere).status_code == 204
    assert len(drawn) == 3
    assert client.get(HERE, headers=bearer("admin", name="tam")).status_code == 403
    with store.write(SYSTEM, "hotspot.edit") as change:
        change.note("hotspot", "DB00001")
        change.touch("hotspots")
    client.get(HERE, headers=everywhere[0])
    assert len(drawn) == 4
