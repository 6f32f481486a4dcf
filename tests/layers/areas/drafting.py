"""Drafts of boundaries for tests: begun on the default data, changed and decided on in one line each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from layers.actor import SYSTEM, Actor
from layers.areas.draft_edits import AreaFacts
from layers.areas.vintage_drafts import DraftArea, DraftRef, DraftVintage, begin_draft, get_draft
from layers.areas.vintages import Vintage
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store.database import Database

DAY = date(2027, 1, 1)
SET = Vintage(DAY, "Sắp xếp năm 2027", "Nghị quyết 1/NQ-UBTVQH16", "Sở Nội vụ")
UUID = "5f0e3c1a-0000-4000-8000-000000000001"


def begin(database: Database, actor: Actor = SYSTEM, vintage: Vintage = SET, uuid: str = UUID) -> DraftRef:
    """Begin a draft and return it as its editor sees it."""
    with database.write(actor, "boundary.draft") as change:
        return DraftRef(begin_draft(change, vintage, uuid=uuid), 1)


def act(database: Database, ref: DraftRef, do: Callable[..., Any], *given: Any, **named: Any) -> DraftRef:
    """Change a draft as the system and return it as it is then."""
    return act_as(SYSTEM, database, ref, do, *given, **named)


def act_as(
    actor: Actor, database: Database, ref: DraftRef, do: Callable[..., Any], *given: Any, **named: Any
) -> DraftRef:
    """Change a draft as somebody and return it as it is then."""
    with database.write(actor, "boundary.draft") as change:
        do(change, ref, *given, **named)
    return replace(ref, version=ref.version + 1)


def read(database: Database, ref: DraftRef) -> DraftVintage:
    """Return a draft."""
    with database.read() as connection:
        return get_draft(connection, ref.id)


def area_of(database: Database, ref: DraftRef, name: str) -> DraftArea:
    """Return the area of a draft that has a name."""
    (found,) = [one for one in read(database, ref).areas if one.area.name == name]
    return found


def facts(code: str, name: str, **named: Any) -> AreaFacts:
    """Return what is said of a ward."""
    return AreaFacts(code, name, f"{name}, Thành phố Hồ Chí Minh", **named)


def coordinator(
    database: Database, area: str, *, name: str = "dieu-phoi", role: str = "coordinator"
) -> Actor:
    """Return a coordinator of an area, or who holds another role there."""
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, name)
        add_grant(change, account, role, area)
    return account.actor
