"""Killing a writer at any moment: the file opens, whole changes only, nothing acknowledged is missing."""

import multiprocessing
import os
import random
import signal
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import func, select

from layers.actor import SYSTEM
from layers.records.documents import Document, add_document
from layers.store import schema
from layers.store.database import Database, find_revisions

ROUNDS = 50


def write_until_killed(url: str, name: str, acknowledge: Connection) -> None:
    """Add documents one after the other, telling each only after it is committed."""
    database = Database(url, clock=lambda: datetime.now(UTC))
    number = 0
    while True:
        uuid = f"{name}-{number}"
        with database.write(SYSTEM, "document.add") as change:
            add_document(change, Document("KH", "Kế hoạch", number=uuid, issuer="thử", uuid=uuid))
            change.touch("documents")
        acknowledge.send(uuid)
        number += 1


def _kill_in_the_middle(url: str, name: str, moment: random.Random) -> list[str]:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    told, acknowledge = processes.Pipe(duplex=False)
    writer = processes.Process(target=write_until_killed, args=(url, name, acknowledge))
    writer.start()
    acknowledge.close()
    received = [told.recv() for _ in range(moment.randint(1, 4))]
    time.sleep(moment.random() * 0.01)
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join()
    while told.poll():
        try:
            received.append(told.recv())
        except EOFError:
            break
    told.close()
    return received


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system that kills processes")
def test_fifty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    url, moment = f"sqlite:///{tmp_path / 'crash.gpkg'}", random.Random(8)
    database = Database(url, clock=lambda: datetime.now(UTC))
    database.migrate()
    acknowledged: set[str] = set()
    for number in range(ROUNDS):
        acknowledged |= set(_kill_in_the_middle(url, f"r{number}", moment))
        with database.read() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            kept = set(connection.execute(select(schema.document.c.uuid)).scalars())
            audited = connection.execute(select(func.count()).select_from(schema.audit)).scalar()
            revision = find_revisions(connection, "documents")["documents"]
        assert acknowledged <= kept
        assert len(kept) == audited == revision
    assert len(acknowledged) >= ROUNDS
    database.close()
