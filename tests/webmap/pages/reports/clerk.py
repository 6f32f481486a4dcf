"""What people do on the pages of reports."""

import io
import re
from datetime import date
from typing import Any

import docx
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.programme.figures import Sheet, enter_counts
from layers.store.database import Database
from tests.webmap.conftest import PASSWORD, csrf_token, post

WARD, OTHER, DISTRICT, PAGE = "27424@2025-07-01", "27418@2025-07-01", "776@start", "/reports"
PHRASE = "Mặt trận và các tổ chức thành viên đã thực hiện 0 lượt giám sát tại các địa bàn."


def enter(client: FlaskClient, name: str) -> None:
    """Sign in as somebody else."""
    post(client, "/sign-out")
    client.get("/sign-in")
    assert post(client, "/sign-in", name=name, password=PASSWORD).status_code == 303


def count(store: Database, **counts: int) -> None:
    """Enter counts of November in the ward."""
    with store.write(SYSTEM, "count.enter") as change:
        enter_counts(change, Sheet(WARD, date(2026, 11, 1), counts, {}))


def _version(page: str) -> str:
    found = re.search(r'name="version"\s+value="(\d+)"', page)
    assert found
    return found[1]


def begin(client: FlaskClient, **fields: str) -> str:
    """Begin a report and return its code."""
    told = post(client, PAGE, **{"area": WARD, "kind": "month", "period": "2026-11", **fields})
    assert told.status_code == 303, told.text
    return str(told.location.rsplit("/", 1)[1])


def move(client: FlaskClient, code: str, step: str, **fields: Any) -> Any:
    """Take a step with a report from its present version."""
    version = _version(client.get(f"{PAGE}/{code}").text)
    return post(client, f"{PAGE}/{code}/{step}", **{"version": version, **fields})


def template_with(words: str) -> bytes:
    """Return a file of Word with one paragraph."""
    document, body = docx.Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(body)
    return body.getvalue()


def send_template(client: FlaskClient, page: str, body: bytes) -> Any:
    """Send a template."""
    token = csrf_token(client, page)
    return client.post(page, data={"csrf_token": token, "file": (io.BytesIO(body), "mau.docx")})


def words_of(body: bytes) -> str:
    """Return the text of a file of Word."""
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(body)).paragraphs)
