"""Maps pinned to a moment: the same data again, whoever opens them and whatever was recorded since."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask

from geo.types import LonLat
from layers.actor import SYSTEM, Actor
from layers.sheets.snapshots import get_snapshot, take_snapshot
from layers.store.database import Database
from layers.travel.crossings import remove_landmark
from tests.clock import Clock
from tests.layers.places.supervised import add_visit
from tests.webmap.conftest import SignIn
from tests.webmap.scope_rows import BRIDGE
from webmap.config import Config
from webmap.http.moments import pin_now, reopen, to_taken
from webmap.maps.pinned import Pinned
from webmap.maps.sheet import SheetSpec
from webmap.maps.spec import MapSpec

_BINH_DONG = "27424@2025-07-01"
_SPEC = MapSpec("Bình Đông", LonLat(106.65, 10.73), 13, ward=_BINH_DONG)


def _reopen(store: Database, actor: Actor, code: str, config: Config) -> Pinned:
    with store.read() as connection:
        return reopen(connection, actor, get_snapshot(connection, actor, code), config=config)


def test_a_pinned_map_stays_as_it_was(
    app: Flask, store: Database, config: Config, add_account: SignIn, clock: Clock
) -> None:
    officer = add_account("officer", _BINH_DONG).actor
    coordinator = add_account("coordinator", name="minh").actor
    with app.app_context(), store.read() as connection:
        pinned, moment = pin_now(connection, officer, _SPEC)
    assert pinned.spec == replace(_SPEC, on=moment.today)
    assert "DB00001" in pinned.feed["hotspots"]["code"]
    sheet = SheetSpec(_SPEC, title="Bình Đông", paper="A3")
    with store.write(officer, "snapshot.take") as change:
        code = take_snapshot(change, to_taken("a", sheet, pinned, moment))
    add_visit(store, "DB00001")
    clock.at += timedelta(days=400)
    add_visit(store, "DB00001", state="planned")
    for reader in (officer, coordinator):
        again = _reopen(store, reader, code, config)
        assert (again.spec, again.feed, again.digest) == (pinned.spec, pinned.feed, pinned.digest)
    with app.app_context(), store.read() as connection:
        assert pin_now(connection, officer, _SPEC)[0].digest != pinned.digest
    with store.write(SYSTEM, "crossing.remove") as change:
        remove_landmark(change, BRIDGE, version=1, reason="cầu đã tháo dỡ")
    assert _reopen(store, officer, code, config).digest != pinned.digest
