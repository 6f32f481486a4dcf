"""What tests of recommendations send, and how they read a page."""

import html
import re
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import func, select

from layers.store.database import Database
from layers.store.schema import recommendation
from tests.webmap.conftest import post

TEXT = "Đề nghị lắp thêm đèn chiếu sáng và tăng cường tuần tra ban đêm"
LETTER = {"new_number": "15/CV-MTTQ", "new_issuer": "Ban Thường trực UBMTTQ phường", "new_issued_on": "20/11/2026",
          "new_title": "Về việc kiến nghị qua giám sát"}  # fmt: skip
HANDLE = {"hotspot": "DB00001", "kind": "handle", "content": TEXT, "body": "CA_PHUONG", "visits": "GS00001"}
COMMEND = {"hotspot": "DB00001", "kind": "commend", "content": "Có nhiều đóng góp cho phong trào tự quản",
           "body": "UBND_PHUONG", "recipient_kind": "group", "recipient_group": "Tổ tự quản khu phố 5",
           "is_informant": "no"}  # fmt: skip


def words_of(page: str) -> str:
    """Return the text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def fields_of(page: str) -> dict[str, list[str]]:
    """Return the hidden fields of a page's form, as a browser would send them."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', page):
        if name != "csrf_token":
            found.setdefault(name, []).append(html.unescape(value))
    return found


def draft(client: FlaskClient, **fields: str) -> Any:
    """Send the form of a recommendation to act, with other fields where they are given."""
    sent = {"uuid": str(uuid4()), **HANDLE, **fields}
    return post(client, "/recommendations/new", **{name: value for name, value in sent.items() if value})


def count_recommendations(store: Database) -> int:
    """Return how many there are."""
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(recommendation)).scalar_one()
