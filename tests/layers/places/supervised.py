"""Made visits and letters for tests of recommendations, and people of a role in an area."""

from datetime import date

from sqlalchemy import select

from layers.actor import SYSTEM, Actor
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row
from layers.records.documents import Document, add_document
from layers.store.database import Database
from layers.store.schema import visit
from layers.supervision.bodies import add_default_bodies
from layers.supervision.recommendations import Sending, Wording, draft_recommendation, send
from tests.rows import add_visits

CONTENT = "Đề nghị tăng cường tuần tra ban đêm và lắp thêm đèn chiếu sáng ở đầu hẻm"
ASKED = Wording(CONTENT, "CA_PHUONG", ("GS00001",))


def add_bodies(database: Database) -> None:
    """Add the default list of bodies."""
    with database.write(SYSTEM, "defaults.load") as change:
        add_default_bodies(change)
        change.note("defaults", "test")


def add_visit(database: Database, place: str = "DB00001", *, state: str = "made") -> str:
    """Add a visit of a place and return its code."""
    with database.write(SYSTEM, "visit.record") as change:
        hotspot_id = find_hotspot_row(change.connection, place)
        (row,) = add_visits(change, hotspot_id, date(2026, 11, 1), state=state, units='["MAT_TRAN"]')
        return str(change.connection.execute(select(visit.c.code).where(visit.c.id == row)).scalar_one())


def add_visited(database: Database) -> None:
    """Add a visit of each place of the default data, on the first days of November; the last is only planned."""
    places = ("DB00001", "DB00002", "DB00003", "DB00004")
    with database.write(SYSTEM, "visit.record") as change:
        for nth, place in enumerate(places):
            told = {"state": "planned"} if nth == len(places) - 1 else {"result": "better", "head_count": nth}
            row = find_hotspot_row(change.connection, place)
            add_visits(change, row, date(2026, 11, 1 + nth), units='["MAT_TRAN"]', **told)


def add_letter(database: Database, number: str = "05/CV-MTTQ", day: date = date(2026, 11, 2)) -> int:
    """Add a letter with number, date and issuer and return its row."""
    with database.write(SYSTEM, "document.add") as change:
        letter = Document("CV", "Về việc kiến nghị qua giám sát", number, "Ban Thường trực", day)
        return add_document(change, letter)


def add_draft(database: Database, wording: Wording = ASKED, place: str = "DB00001") -> str:
    """Draft a recommendation about a place and return its code."""
    with database.write(SYSTEM, "recommendation.draft") as change:
        return draft_recommendation(change, place, "handle", wording)


def add_person(
    database: Database, name: str, role: str, area: str = EVERYWHERE, body: str | None = None
) -> Actor:
    """Add an account with one grant."""
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, name)
        add_grant(change, user, role, area, body)
    return user.actor


def add_sent(
    database: Database, wording: Wording = ASKED, place: str = "DB00001", *, number: str = "1"
) -> str:
    """Send a recommendation about a place on 20/11/2026 and return its code."""
    code = add_draft(database, wording, place)
    letter = add_letter(database, f"{number}/CV-MTTQ", date(2026, 11, 20))
    with database.write(SYSTEM, "recommendation.send") as change:
        send(change, code, Sending(date(2026, 11, 20), letter), version=1)
    return code
