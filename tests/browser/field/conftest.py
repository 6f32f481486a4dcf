"""A supervisor's phone at nine o'clock, an office with the default lists, and a photo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from layers.actor import SYSTEM
from layers.supervision.bodies import add_default_bodies
from layers.supervision.checklists import add_default_checklist
from tests.browser.conftest import PHONE
from tests.browser.field_hand import FieldHand
from tests.browser.service import Service
from tests.conftest import START
from tests.pictures import make_photo

ZONE = "Asia/Ho_Chi_Minh"


@pytest.fixture(scope="module", autouse=True)
def lists(office: Service) -> None:
    """Add the default lists, which the forms ask by."""
    with office.database.write(SYSTEM, "defaults.add") as change:
        change.note("defaults", "all")
        add_default_bodies(change)
        add_default_checklist(change)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a photo on the phone."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(make_photo(640, 480))
    return path


@pytest.fixture
def hand(sit: Callable[..., Page]) -> FieldHand:
    """Return the hand of a supervisor at nine o'clock, on a phone of her own."""
    page = sit("giamsat", timezone_id=ZONE, **PHONE)
    page.context.clock.set_fixed_time(START)
    return FieldHand(page)


def read_outcomes(office: Service) -> list[tuple[str, str | None]]:
    """Return place and plan of every visit that was made."""
    with office.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT hotspot.code, visit.code FROM visit JOIN hotspot ON hotspot.id = visit.hotspot_id"
            " JOIN visit_version v ON v.visit_id = visit.id WHERE v.state = 'made' ORDER BY visit.id"
        )
        return [tuple(row) for row in rows]
