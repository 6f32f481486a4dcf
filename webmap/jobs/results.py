"""The files that came of long work: kept apart from what the register needs, and erased when their time is over."""

from collections.abc import Iterable

from flask import Flask

from layers.actor import SYSTEM
from layers.store.blobs import BlobStore
from layers.store.database import Database
from layers.work.doing import erase_expired
from layers.work.job_records import count_expired
from webmap.config import Config

FOLDER = "downloads"
"""In the data folder; what lies there can be made again, so backups may leave it out."""


def result_files(config: Config) -> BlobStore:
    """Return where the files lie."""
    return BlobStore(config.data_dir / FOLDER)


def erase_results(app: Flask) -> int:
    """Erase work whose time is over, with its files; return how much there was."""
    database: Database = app.extensions["database"]
    with database.read() as connection:
        expired = count_expired(connection, database.clock())
    if expired:
        with database.write(SYSTEM, "job.erase") as change:
            digests = erase_expired(change)
        forget_files(app.config["DIABAN"], digests)
    return expired


def forget_files(config: Config, digests: Iterable[str]) -> None:
    """Remove files that no work needs any more."""
    files = result_files(config)
    for digest in digests:
        files.forget(digest)
