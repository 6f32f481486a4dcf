"""One work from its begin to its end, in the hands of the worker that took it from the queue."""

import logging
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from types import TracebackType

from flask import Flask

from geo.errors import AppError
from layers.actor import SYSTEM
from layers.demo.mark import LABEL, find_demo
from layers.errors import NotFound, OutsideScope
from layers.store import scope
from layers.store.database import Database
from layers.work.doing import begin_job, fail_job, finish_job, give_back_job, spare_digests
from layers.work.job_records import Job, ResultFile, find_job
from webmap.config import Config
from webmap.http.demo_mark import label_file
from webmap.jobs.kinds import KINDS, Kind
from webmap.jobs.queue import JobQueue, Progress, queue_of
from webmap.jobs.results import forget_files, result_files
from webmap.jobs.work import Cancelled, File, Reporter, Work, telling_full_disk

LONGEST_READ_S = 900.0
"""Nobody waits for a page meanwhile, so work may read longer than a request."""

_log = logging.getLogger(__name__)


class Workshop:
    """What a worker works with, and what it has under way.

    Parameters
    ----------
    app
        The application, for its settings and its words.
    kinds
        What it can do.
    """

    def __init__(self, app: Flask, kinds: Mapping[str, Kind] = KINDS) -> None:
        self.app = app
        self.config: Config = app.config["DIABAN"]
        clock = app.extensions["database"].clock
        self.database = Database(self.config.database_url, clock=clock, query_seconds=LONGEST_READ_S)
        self.queue: JobQueue = queue_of(app)
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.under_way: dict[str, Reporter] = {}
        self._kinds = kinds

    def do(self, uuid: str) -> None:
        """Do some work, unless another worker has it or nobody wants it any more; a failure is recorded, not raised."""
        with self.database.write(SYSTEM, "job.begin") as change:
            mine = begin_job(change, uuid)
        if mine is None:
            return
        reporter = Reporter(partial(self.queue.tell, uuid), lambda: self._is_wanted(mine), self._sign)
        self.under_way[uuid] = reporter
        try:
            with _Failing(partial(self._fail, mine)), telling_full_disk():
                reporter.report(0.0, "downloads.doing.begin")
                self._finish(mine, self._make(mine, reporter))
        finally:
            del self.under_way[uuid]
            self.queue.forget(uuid)

    def give_back(self, left: Job) -> None:
        """Let work that another worker left behind be done again, or fail."""
        with self.database.write(SYSTEM, "job.give_back") as change:
            give_back_job(change, left, keep_days=self.config.download_days)
        self.queue.forget(left.uuid)
        self.queue.ring(left.uuid)

    def _make(self, mine: Job, reporter: Reporter) -> File:
        kind = self._kinds.get(mine.kind)
        if kind is None:
            raise NotFound("job_kind_unknown", kind=mine.kind)
        if not mine.is_account_open:
            raise OutsideScope("account_closed")
        with self.database.read() as connection:
            scope.require(connection, mine.actor, kind.action)
            demo = LABEL if find_demo(connection) else ""
        extensions = self.app.extensions
        work = Work(
            self.database,
            mine.actor,
            extensions["files"],
            self.config,
            extensions["translators"][mine.locale],
            demo,
            reporter.report,
        )
        with self.app.app_context():
            made = kind.make(work, mine.arguments)
        return File(made.body, label_file(made.name, demo), made.media_type)

    def _finish(self, mine: Job, made: File) -> None:
        digest = result_files(self.config).keep(made.body)
        file = ResultFile(digest, made.name, made.media_type, len(made.body))
        with self.database.write(SYSTEM, "job.finish") as change:
            is_wanted = finish_job(change, mine, file, keep_days=self.config.download_days)
            spare = [] if is_wanted else spare_digests(change, [digest])
        forget_files(self.config, spare)

    def _fail(self, mine: Job, error: AppError) -> None:
        with self.database.write(SYSTEM, "job.fail") as change:
            fail_job(change, mine, error, keep_days=self.config.download_days)

    def _is_wanted(self, mine: Job) -> bool:
        with self.database.read() as connection:
            found = find_job(connection, mine.uuid)
        return found is not None and (found.state, found.started_at) == ("running", mine.started_at)

    def _sign(self, share: float, key: str, facts: Mapping[str, object]) -> Progress:
        return Progress(share, key, self.database.clock(), self.name, facts)


class _Failing(AbstractContextManager[None]):
    """Turns whatever work raises into words that are told; what stops the worker itself goes on."""

    def __init__(self, fail: Callable[[AppError], None]) -> None:
        self._fail = fail

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        if not isinstance(error, Cancelled):
            self._fail(_say(error))
        return True


def _say(error: Exception) -> AppError:
    """Return an error as it is told to whoever asked for the work."""
    if isinstance(error, AppError):
        return error
    _log.error("long work failed", exc_info=error)
    return AppError("job_fault")
