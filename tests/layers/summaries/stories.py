"""What happens to the places of Quận 8, for tests that count it."""

from dataclasses import replace
from datetime import date

from layers.actor import SYSTEM
from layers.conversion.status import StatusChange, record_status
from layers.places.drafts import Extent
from layers.places.hotspots import revise_hotspot
from layers.places.references import find_hotspot_row, get_place
from layers.places.versions import read_draft
from layers.records.documents import Document, add_document
from layers.store.database import Database
from layers.summaries.standing import Standing
from tests.layers.places.visiting import add_visit

TODAY = date(2026, 11, 22)
OLD_QUARTER = "776@start"
BINH_DONG, PHU_DINH, CHANH_HUNG = "27424@2025-07-01", "27427@2025-07-01", "27418@2025-07-01"


def record(database: Database, code: str, *steps: StatusChange) -> None:
    """Record changes of the status of a place, each in a transaction of its own."""
    for step in steps:
        with database.write(SYSTEM, "status.record", step.reason) as change:
            record_status(change, find_hotspot_row(change.connection, code), step)


def add_decision(database: Database) -> int:
    """Add the decision of an authority and return its row."""
    with database.write(SYSTEM, "document.add") as change:
        paper = Document(
            "KH", "Kế hoạch chuyển hóa địa bàn", "12/KH-UBND", "UBND Phường 6", date(2017, 3, 15)
        )
        return add_document(change, paper)


def relapse(database: Database) -> None:
    """Let DB00001 be converted, relapse on 1/2/2018 and go into a second term, which ends on 1/6/2018."""
    paper = add_decision(database)
    converted = StatusChange("DA_CHUYEN_HOA", date(2017, 6, 1), paper, watch_to=date(2018, 6, 1))
    record(database, "DB00001", term(paper, date(2017, 3, 20), date(2017, 5, 20)), converted)
    add_visit(database, date(2018, 1, 20), "relapse")
    again = StatusChange("TAI_PHUC_TAP", date(2018, 2, 1), paper, "phức tạp trở lại")
    record(database, "DB00001", again, term(paper, date(2018, 3, 1), date(2018, 6, 1)))


def term(paper: int, start: date, end: date) -> StatusChange:
    """Return a conversion of some days."""
    return StatusChange("DANG_CHUYEN_HOA", start, paper, term_from=start, term_to=end)


def move_place(database: Database, code: str, *, like: str, on: date) -> None:
    """Let a place be found, from a day on, to lie where another one lies."""
    with database.write(SYSTEM, "hotspot.edit") as change:
        place = get_place(change.connection, SYSTEM, code)
        own, other = (
            read_draft(change.connection, find_hotspot_row(change.connection, one), 99)
            for one in (code, like)
        )
        assert own is not None and other is not None
        moved = replace(own, geometry=other.geometry, kind=other.kind, valid_from=on, lead=None)
        revise_hotspot(change, place.id, moved, version=place.version, least=Extent())


def by_name(told: Standing) -> dict[str, int]:
    """Return how many places the rows of a table count, by the name of the area; without those that count none."""
    return {one.row.name: one.counts.total for one in told.rows if one.counts.total}
