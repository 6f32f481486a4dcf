"""The queue in which long work waits, and how far each work is: both may be lost, for the register holds the truth."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import orjson
from flask import Flask, current_app

from webmap.config import Config

if TYPE_CHECKING:
    from huey import Huey
    from huey.consumer import Consumer

QUEUE_FILE = "jobs.sqlite"
"""In the data folder, where no Redis is set."""

_NAME = "diaban"
_TASK = "job"
_LONGEST_NAP_S = 0.5
_SCHEDULE_S = 60  # nothing is ever scheduled
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far some work is.

    Attributes
    ----------
    share
        0..1.
    key, facts
        What is being done, as a text and what stands in it; empty before the first word.
    told_at
        Aware time at which the worker last gave a sign of life.
    worker
        Which one: machine, process.
    """

    share: float
    key: str
    told_at: datetime
    worker: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """Return the value as it is kept."""
        return orjson.dumps(self, default=str)

    @classmethod
    def from_json(cls, kept: bytes) -> "Progress":
        """Read what `to_json` wrote."""
        told = orjson.loads(kept)
        return cls(**{**told, "told_at": datetime.fromisoformat(told["told_at"])})


class JobQueue:
    """Identifiers of work in the order in which it was asked for.

    Parameters
    ----------
    url
        ``redis://HOST:PORT/N``; empty for a file.
    file
        Where the queue is kept without a Redis.
    """

    def __init__(self, url: str, file: Path) -> None:
        self._do: Callable[[str], None] | None = None
        self._huey, self._errors = _open_redis(url) if url else _open_file(file)
        self._task = self._huey.task(name=_TASK)(self._take)

    def ring(self, uuid: str) -> None:
        """Queue some work; where the queue cannot be reached, a worker that looks about will find it waiting."""
        try:
            self._task(uuid)
        except self._errors as error:
            _log.warning("work %s is not queued yet: %s", uuid, error)

    def tell(self, uuid: str, progress: Progress) -> None:
        """Keep how far some work is, in the place of what was told before."""
        try:
            self._huey.storage.put_data(uuid, progress.to_json())
        except self._errors as error:
            _log.warning("progress of work %s is not kept: %s", uuid, error)

    def find_progress(self, uuid: str) -> Progress | None:
        """Return how far some work is; None where nobody has told."""
        try:
            kept = self._huey.storage.peek_data(uuid)
        except self._errors as error:
            _log.warning("progress of work %s is not known: %s", uuid, error)
            return None
        return Progress.from_json(bytes(kept)) if isinstance(kept, bytes | memoryview) else None

    def forget(self, uuid: str) -> None:
        """Forget how far some work was."""
        try:
            self._huey.storage.delete_data(uuid)
        except self._errors as error:
            _log.warning("progress of work %s is not forgotten: %s", uuid, error)

    def is_empty(self) -> bool:
        """Tell whether nothing waits in the queue itself, whatever the register says."""
        try:
            return bool(self._huey.storage.queue_size() == 0)
        except self._errors:
            return False

    def open_consumer(self, do: Callable[[str], None], threads: int) -> "Consumer":
        """Return what takes work from the queue and does it, in so many threads."""
        self._do = do
        return self._huey.create_consumer(
            workers=threads, periodic=False, max_delay=_LONGEST_NAP_S, scheduler_interval=_SCHEDULE_S
        )

    def _take(self, uuid: str) -> None:
        if self._do is None:
            raise AssertionError("work was taken from the queue by a process that is no worker")
        self._do(uuid)


def job_queue() -> JobQueue:
    """Return the queue of this service; it is opened when it is first needed."""
    return queue_of(current_app)


def queue_of(app: Flask) -> JobQueue:
    """Return the queue of an application."""
    config: Config = app.config["DIABAN"]
    opened = app.extensions.get("jobs")
    if opened is None:
        config.data_dir.mkdir(parents=True, exist_ok=True)
        opened = app.extensions.setdefault("jobs", JobQueue(config.jobs_url, config.data_dir / QUEUE_FILE))
    return cast(JobQueue, opened)


def _open_file(file: Path) -> tuple["Huey", tuple[type[Exception], ...]]:
    from huey import SqliteHuey  # noqa: PLC0415 - a start does not wait for what few requests need

    opened = SqliteHuey(_NAME, filename=str(file), results=False, fsync=False, serializer=_serializer())
    return opened, (opened.storage.operational_error,)


def _open_redis(url: str) -> tuple["Huey", tuple[type[Exception], ...]]:
    from huey import RedisHuey  # noqa: PLC0415 - as above
    from redis.exceptions import RedisError  # noqa: PLC0415 - as above

    return RedisHuey(_NAME, url=url, results=False, serializer=_serializer()), (RedisError,)


def _serializer() -> Any:
    """Return what writes messages as JSON: whoever can write to the queue is not to make us run what he likes."""
    from huey.registry import Message  # noqa: PLC0415 - as above
    from huey.serializer import Serializer  # noqa: PLC0415 - as above

    class Plain(Serializer):  # type: ignore[misc] # a class of a library without types
        def _serialize(self, data: Any) -> bytes:
            return orjson.dumps(data._asdict())

        def _deserialize(self, data: bytes) -> Any:
            return Message(**orjson.loads(bytes(data)))

    return Plain()
