"""What tests of the pages of boundaries begin with: a draft of three wards in a row, and a form of an area."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.areas.vintage_drafts import DraftVintage, begin_draft, get_draft
from layers.areas.vintages import Vintage
from layers.store.database import Database
from tests.webmap.conftest import post

NEW_YEAR = Vintage(
    date(2027, 1, 1), "2 phường (từ 01/01/2027)", "Nghị quyết 2000/NQ-UBTVQH16", "Vẽ lại từ bộ hiện hành"
)
"""What the drafts of the tests are said to be."""

HUNG, DONG, DINH = "27418", "27424", "27427"
"""Codes of Phường Chánh Hưng, Bình Đông and Phú Định; the first and the last lie in Quận 8 alone."""


def begin(store: Database) -> int:
    """Begin a draft for 2027-01-01 and return its row."""
    with store.write(SYSTEM, "boundary.begin") as change:
        return begin_draft(change, NEW_YEAR, uuid=str(UUID(int=27)))


def read(store: Database, draft_id: int) -> DraftVintage:
    """Return a draft as it stands."""
    with store.read() as connection:
        return get_draft(connection, draft_id)


def keys(store: Database, draft_id: int) -> dict[str, int]:
    """Return the keys of the areas of a draft by their codes."""
    return {one.area.code: one.key for one in read(store, draft_id).areas}


def facts(code: str, name: str, **more: Any) -> dict[str, Any]:
    """Return the fields of an area."""
    return {
        "code": code,
        "name": name,
        "full_name": f"{name}, Thành phố Hồ Chí Minh",
        "level": "ward",
        **more,
    }


def merge(client: FlaskClient, store: Database, draft: str) -> None:
    """Let Chánh Hưng and Phú Định be one ward in the draft at an address, which nobody changed yet."""
    known = keys(store, 1)
    merged = facts("27430", "Phường Nam Sài Gòn", area=[known[HUNG], known[DINH]], version="1")
    assert post(client, f"{draft}/merge", **merged).status_code == 303


def chosen_kinds(page: str) -> list[str]:
    """Return what is chosen of each pair of the page of successions."""
    return re.findall(r'value="(\w+)"\s+checked', page)
