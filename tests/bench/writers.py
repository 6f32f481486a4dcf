"""Many writers at once for a minute: 20 on the GeoPackage, 100 on PostGIS; nothing lost, nothing doubled."""

import http.client
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import func, select

from geo.types import local_day
from layers.actor import SYSTEM
from layers.overview.defaults import load_defaults
from layers.overview.quan8 import load_quan8
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store.audit import verify_chain
from layers.store.database import Database
from layers.store.schema import visit
from tests.bench import service
from tests.bench.figures import Figure
from tests.bench.register import READER
from tests.servers import PostgisServer, find_postgis

SECONDS = 60.0
ON_FILE, ON_SERVER = 20, 100
PLACES = ("DB00001", "DB00002", "DB00003", "DB00004")
HONEST = {HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.SERVICE_UNAVAILABLE}
"""What a writer may be told instead of being served: somebody was faster, or come again."""

_FORM = "application/x-www-form-urlencoded"
_SENT_TWICE, _CORRECTED = 0.1, 0.3


@dataclass
class Seen:
    """What all writers together were told."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


def measure() -> Iterable[Figure]:
    """Let writers record visits, send some of them twice, and correct each other's."""
    with tempfile.TemporaryDirectory(prefix="diaban-bench-") as folder:
        yield from _figures("GeoPackage", f"sqlite:///{Path(folder) / 'diaban.gpkg'}", ON_FILE)
    if find_postgis() is not None:
        with PostgisServer() as server:
            yield from _figures("PostGIS", server.create_database(), ON_SERVER)


def _figures(kind: str, url: str, writers: int) -> Iterable[Figure]:
    _prepare(url)
    seen = Seen()
    with service.running(url) as ours:
        until = time.monotonic() + SECONDS
        threads = [
            threading.Thread(target=_write, args=(ours, seed, until, seen), daemon=True)
            for seed in range(writers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    told = ", ".join(f"{status}: {count}" for status, count in sorted(seen.statuses.items()))
    yield Figure(f"{kind}, {writers} writers: dishonest answers", sum(seen.faults.values()), "", most=0,
                 told=f"{told}; {dict(seen.faults)}")  # fmt: skip
    missing, doubled, broken = _look(url, seen)
    yield Figure(f"{kind}: acknowledged visits that are missing", missing, "", most=0,
                 told=f"{len(seen.acknowledged)} acknowledged")  # fmt: skip
    yield Figure(f"{kind}: visits beyond those acknowledged", doubled, "", most=0)
    yield Figure(f"{kind}: breaks in the chain of the audit", broken, "", most=0)


def _prepare(url: str) -> None:
    database = Database(url, clock=lambda: datetime.now(UTC))
    database.migrate()
    with database.write(SYSTEM, "quan8.load") as change:
        load_quan8(change)
        load_defaults(change)
        add_grant(change, add_user(change, READER), "coordinator")
    database.close()


def _write(ours: service.Service, seed: int, until: float, seen: Seen) -> None:
    random, connection = Random(seed), http.client.HTTPConnection("127.0.0.1", ours.port, timeout=120)
    headers = {"Authorization": f"Bearer {ours.token}", "Content-Type": _FORM}
    while time.monotonic() < until:
        uuid = str(uuid4())
        path = f"/visits/new?hotspot={random.choice(PLACES)}"
        for _ in range(2 if random.random() < _SENT_TWICE else 1):
            location = _send(connection, path, headers, {**_fields(), "uuid": uuid}, seen)
            if location:
                with seen.lock:
                    known = seen.acknowledged.setdefault(uuid, location)
                    seen.faults["another code for a repeated request"] += known != location
        if random.random() < _CORRECTED and seen.acknowledged:
            with seen.lock:
                code = random.choice(list(seen.acknowledged.values())[-20:])
            seen_there = {"head_count": str(random.randint(3, 40)), "reason": "ghi lại"}  # so that two differ
            fields = {**_fields(), **seen_there, "version": str(random.choice((1, 1, 2)))}
            _send(connection, f"{code}/edit", headers, fields, seen)
    connection.close()


def _fields() -> dict[str, str]:
    day = local_day(datetime.now(UTC))
    return {
        "visited_on": day.isoformat(),
        "form": "on_site",
        "result": "same",
        "head_count": "2",
        "checklist": "0",
    }


def _send(
    connection: http.client.HTTPConnection,
    path: str,
    headers: dict[str, str],
    fields: dict[str, str],
    seen: Seen,
) -> str | None:
    """Send a form and return where it led to; None where the answer was no success."""
    connection.request("POST", path, body=urlencode(fields), headers=headers)
    answer = connection.getresponse()
    answer.read()
    status = HTTPStatus(answer.status)
    is_told = status in HONEST and (
        status != HTTPStatus.SERVICE_UNAVAILABLE or answer.getheader("Retry-After")
    )
    with seen.lock:
        seen.statuses[status.value] += 1
        if status != HTTPStatus.SEE_OTHER and not is_told:
            seen.faults[f"{status.value} {path.split('?', maxsplit=1)[0]}"] += 1
    return answer.getheader("Location") if status == HTTPStatus.SEE_OTHER else None


def _look(url: str, seen: Seen) -> tuple[int, int, int]:
    """Return how many acknowledged visits are missing, how many too many are there, and breaks in the audit."""
    database = Database(url, clock=lambda: datetime.now(UTC))
    with database.read() as connection:
        kept = set(connection.execute(select(visit.c.uuid)).scalars())
        count = connection.execute(select(func.count()).select_from(visit)).scalar_one()
        broken = verify_chain(connection) is not None
    database.close()
    acknowledged = set(seen.acknowledged)
    return len(acknowledged - kept), count - len(acknowledged & kept), int(broken)
