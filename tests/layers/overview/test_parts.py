"""Of which places a map is told: each condition leaves out what it should, and the scope always holds."""

from geo.types import BBox
from layers.actor import SYSTEM, Actor
from layers.overview.parts import NOTHING, WHOLE, Part, select_versions
from layers.store.database import Database
from layers.store.schema import hotspot_version


def _names(database: Database, part: Part, actor: Actor = SYSTEM) -> set[str]:
    with database.read() as connection:
        return set(connection.execute(select_versions(hotspot_version.c.name, actor, None, part)).scalars())


def test_each_condition_narrows(database: Database) -> None:
    assert len(_names(database, WHOLE)) == 4
    assert _names(database, NOTHING) == set()
    assert _names(database, Part(box=BBox(106.649, 10.735, 106.650, 10.738))) == {"Hẻm 1678 Phạm Thế Hiển"}
    assert _names(database, Part(words=("hoai",))) == {"Hẻm 126 Hoài Thanh"}
    assert _names(database, Part(most=1)) == {"Cầu Hiệp Ân"}
    assert _names(database, WHOLE, Actor(10_000, "nobody")) == set()
