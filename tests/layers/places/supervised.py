"""Made visits and letters for tests of recommendations, and people of a role in an area."""

from datetime import date
from uuid import uuid4

from sqlalchemy import insert, select

from layers.actor import SYSTEM, Actor
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.users import add_user
from layers.records.documents import Document, add_document
from layers.store.columns import MOMENT_MAX
from layers.store.database import Database
from layers.store.schema import hotspot, visit, visit_version
from layers.supervision.bodies import add_default_bodies
from layers.supervision.recommendations import Wording, draft_recommendation

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
        code = f"GS{change.next_number('visit_code'):05d}"
        hotspot_id = change.connection.execute(select(hotspot.c.id).where(hotspot.c.code == place)).scalar()
        identity = {"uuid": str(uuid4()), "code": code, "hotspot_id": hotspot_id, "version": 1}
        added = insert(visit).values(**identity, recorded_at=change.now).returning(visit.c.id)
        visit_id = change.connection.execute(added).scalar_one()
        told = {"state": state, "visited_on": date(2026, 11, 1), "form": "on_site", "units": '["MAT_TRAN"]'}
        known = {"known_from": change.now, "known_to": MOMENT_MAX}
        change.connection.execute(insert(visit_version).values(visit_id=visit_id, version=1, **told, **known))
        change.note("visit", code)
    return code


def add_letter(database: Database, number: str = "05/CV-MTTQ", day: date = date(2026, 11, 2)) -> int:
    """Add a letter with number, date and issuer and return its row."""
    with database.write(SYSTEM, "document.add") as change:
        letter = Document("CV", "Về việc kiến nghị qua giám sát", number, "Ban Thường trực", day)
        return add_document(change, letter)


def add_draft(database: Database, wording: Wording = ASKED, place: str = "DB00001") -> str:
    """Draft a recommendation about a place and return its code."""
    with database.write(SYSTEM, "recommendation.draft") as change:
        return draft_recommendation(change, place, "handle", wording)


def add_person(database: Database, name: str, role: str, area: str = EVERYWHERE) -> Actor:
    """Add an account with one grant."""
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, name)
        add_grant(change, user, role, area)
    return user.actor
