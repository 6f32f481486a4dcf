"""Over which land an actor may publish: that of his grants, whatever the vintage they name."""

import pytest
import shapely
from shapely.affinity import translate

from layers.actor import SYSTEM, Actor
from layers.areas.reach import require_land
from layers.areas.vintage_drafts import in_force
from layers.errors import OutsideScope
from layers.people.grants import EVERYWHERE
from layers.store.database import Database
from tests.layers.areas.drafting import DAY, coordinator

FAR = shapely.box(107.0, 10.0, 107.01, 10.01)


def _reaches(database: Database, actor: Actor, *names: str, beside: float = 0.0) -> bool:
    with database.read() as connection:
        shapes = {row.name: row.geom for row in connection.execute(in_force(DAY))}
        drawn = [translate(shapes[name], beside) for name in names]
        try:
            require_land(connection, actor, drawn or [FAR])
        except OutsideScope as error:
            assert error.code == "boundary_outside_area"
            return False
    return True


def test_the_land_of_the_grants_adds_up(database: Database) -> None:
    one = coordinator(database, "27424@2025-07-01", name="mot")
    old = coordinator(database, "776", name="cu")
    assert _reaches(database, one, "Phường Bình Đông")
    assert not _reaches(database, one, "Phường Bình Đông", "Phường Chánh Hưng")
    assert _reaches(database, old, "Phường Bình Đông", "Phường Chánh Hưng", "Phường Phú Định")
    assert not _reaches(database, old)


def test_the_larger_part_decides(database: Database) -> None:
    """Phú Định took land from beyond the old district: whoever coordinates that one still has it."""
    one = coordinator(database, "27424@2025-07-01")
    assert _reaches(database, one, "Phường Bình Đông", beside=1e-3)
    assert not _reaches(database, one, "Phường Bình Đông", beside=3e-2)


def test_everywhere_is_everywhere(database: Database) -> None:
    assert _reaches(database, SYSTEM)
    assert _reaches(database, coordinator(database, EVERYWHERE))


def test_other_roles_publish_nowhere(database: Database) -> None:
    officer = coordinator(database, EVERYWHERE, role="officer")
    with database.read() as connection, pytest.raises(OutsideScope, match="not_allowed"):
        require_land(connection, officer, [FAR])
