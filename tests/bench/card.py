"""The card of a place with 500 visits and 40 changes of status against one with 5 visits: time to the first byte."""

import http.client
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select

from layers.actor import SYSTEM
from layers.store.database import Database, Write
from layers.store.schema import hotspot, status_event
from tests.bench import service
from tests.bench.figures import Figure
from tests.bench.register import LOCAL, get_register
from tests.rows import add_visits

FEW, MANY, EVENTS = 5, 500, 40
ROUNDS = 60
_WARM = 5
_LAST_VISIT = date(2026, 11, 20)


def measure() -> Iterable[Figure]:
    """Ask for both cards in turns over one kept-open connection."""
    with _visited(get_register(LOCAL)) as (register, codes), service.running(register) as ours:
        connection = http.client.HTTPConnection("127.0.0.1", ours.port, timeout=60)
        headers = {"Authorization": f"Bearer {ours.token}"}
        times: dict[str, list[float]] = {code: [] for code in codes}
        for turn in range(ROUNDS + _WARM):
            for code in codes:
                took = _first_byte_ms(connection, f"/hotspots/{code}", headers)
                if turn >= _WARM:
                    times[code].append(took)
        connection.close()
    few, many = (statistics.median(times[code]) for code in codes)
    told = f"{many:.0f} ms with {MANY} visits and {EVENTS} events, {few:.0f} ms with {FEW} visits; {ROUNDS} rounds"
    yield Figure("first byte of the card, many visits : few", many / few, "x", most=1.5, told=told)


def _first_byte_ms(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> float:
    begun = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read(1)
    took = (time.perf_counter() - begun) * 1000
    answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{path}: {answer.status}")
    return took


@contextmanager
def _visited(register: Path) -> Any:
    """Give a copy of a register in which two places were visited, and their codes: seldom, often."""
    with tempfile.TemporaryDirectory(prefix="diaban-bench-") as folder:
        copy = Path(folder) / "visited.gpkg"
        shutil.copyfile(register, copy)
        database = Database(f"sqlite:///{copy}", clock=lambda: datetime.now(UTC))
        with database.write(SYSTEM, "bench.visit") as change:
            rows = change.connection.execute(
                select(hotspot.c.id, hotspot.c.code).order_by(hotspot.c.id).limit(2)
            ).all()
            for (row_id, _), count in zip(rows, (FEW, MANY), strict=True):
                add_visits(change, row_id, *(_LAST_VISIT - timedelta(days=7 * nth) for nth in range(count)))
            _add_events(change, rows[1].id)
        database.close()
        yield copy, [row.code for row in rows]


def _add_events(change: Write, hotspot_id: int) -> None:
    told = {"hotspot_id": hotspot_id, "state": "THEO_DOI", "recorded_at": change.now, "cycle_no": 1}
    rows = [
        {"uuid": str(uuid4()), "valid_from": _LAST_VISIT - timedelta(days=60 * nth), **told}
        for nth in range(EVENTS)
    ]
    change.connection.execute(insert(status_event), rows)
