"""A worker: it does what the queue says, gives signs of life, and looks after what other workers left behind."""

import logging
import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic

from geo.errors import AppError
from layers.work.job_records import Job, list_running, list_waiting
from webmap.jobs.queue import Progress
from webmap.jobs.results import erase_results
from webmap.jobs.running import Workshop

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rhythm:
    """How often a worker does what.

    Attributes
    ----------
    beat_s
        Between two signs of life.
    lease_s
        Without a sign of life for so long, a worker is taken for dead.
    look_s
        Between two looks at what others left behind, what waits unheard, and what is to be erased.
    """

    beat_s: float = 2.0
    lease_s: float = 30.0
    look_s: float = 10.0


def run_worker(
    workshop: Workshop, *, threads: int, rhythm: Rhythm | None = None, attached: bool = False
) -> None:
    """Work until a signal ends it.

    Parameters
    ----------
    workshop
        What it works with.
    threads
        Works done at the same time.
    rhythm
        How often it does what; None for the usual.
    attached
        Whether it also ends with its standard input, as the child of a server does whose parent is gone.
    """
    consumer = workshop.queue.open_consumer(workshop.do, threads)
    over = Event()
    Thread(target=_keep, args=(workshop, rhythm or Rhythm(), over), daemon=True).start()
    if attached:
        Thread(target=_wait_for_end, args=(consumer.stop_flag,), daemon=True).start()
    try:
        consumer.run()
    finally:
        over.set()


def look_after(workshop: Workshop, rhythm: Rhythm) -> None:
    """Take up what other programs changed, give back what dead workers left, queue what waits, erase what is old."""
    workshop.database.look_outside()
    now = workshop.database.clock()
    with workshop.database.read() as connection:
        running = list_running(connection)
        unheard = list_waiting(connection, now - timedelta(seconds=rhythm.lease_s))
    for job in running:
        if job.uuid not in workshop.under_way:
            told = workshop.queue.find_progress(job.uuid)
            if _is_left(job, told, now, rhythm):
                workshop.give_back(job)
    if unheard and workshop.queue.is_empty():
        for uuid in unheard:
            workshop.queue.ring(uuid)
    erase_results(workshop.app)


def _keep(workshop: Workshop, rhythm: Rhythm, over: Event) -> None:
    look_at = monotonic()
    while not over.wait(rhythm.beat_s if monotonic() < look_at else 0):
        for reporter in list(workshop.under_way.values()):
            reporter.beat()
        if monotonic() < look_at:
            continue
        look_at = monotonic() + rhythm.look_s
        try:
            look_after(workshop, rhythm)
        except AppError as error:  # the register is busy with something else: the next look will do
            _log.warning("a look at long work came to nothing: %s", error)


def _is_left(job: Job, told: Progress | None, now: datetime, rhythm: Rhythm) -> bool:
    """Tell whether nobody is at a work that has begun."""
    since = job.started_at or job.asked_at
    if told is not None and told.told_at >= since:
        if _is_gone(told.worker):
            return True
        since = told.told_at
    return now - since > timedelta(seconds=rhythm.lease_s)


def _is_gone(worker: str) -> bool:
    """Tell whether a worker was a process of this machine that has ended; of other machines that is not known."""
    host, _, process = worker.rpartition(":")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # there is such a process, of another user
        return False
    return False


def _wait_for_end(stop: Event) -> None:
    sys.stdin.buffer.read()
    stop.set()
