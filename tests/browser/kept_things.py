"""What somebody at an office keeps: saved maps, a link, a snapshot, and files that were asked for."""

from unittest.mock import patch

from geo.errors import AppError
from geo.types import LonLat, local_day
from layers.actor import SYSTEM, Actor
from layers.people.users import get_user
from layers.sheets.saved_maps import NewMap, save_map
from layers.sheets.share_links import add_link
from layers.sheets.snapshots import find_last_change, take_snapshot
from layers.supervision.intervals import Intervals
from layers.work.asking import NewJob, ask_job
from layers.work.doing import begin_job, fail_job, finish_job
from layers.work.job_records import ResultFile
from tests.browser.kept_imports import stage_import
from tests.browser.service import Service
from webmap.http.moments import to_taken
from webmap.maps.pinned import Moment, pin_map
from webmap.maps.sheet import SheetSpec
from webmap.maps.spec import MapSpec

WAITING = "3f1e7c7e-52f1-4d55-9d1c-2f7d6b0b5c11"
TAKEN = "AB23-CD45"
KEEP_DAYS = 90

_SPEC = MapSpec("Quận 8", LonLat(106.645, 10.728), 14.0)


def keep_things(service: Service) -> None:
    """Give ``canbo`` a shared map, a link to it, the snapshot `TAKEN`, a file in every state, and an import."""
    for name in ("canbo.en", "canbo"):
        with service.database.read() as connection:
            officer = get_user(connection, name).actor
        _keep_map(service, officer)
        stage_import(service, officer)
        _ask_for_files(service, officer, WAITING if name == "canbo" else "a")
    _take_snapshot(service, officer)


def _keep_map(service: Service, officer: Actor) -> None:
    with service.database.write(officer, "saved_map.add") as change:
        wanted = NewMap(officer.name, "Quá hạn giám sát, giao ban thứ Hai", _SPEC.to_json(), "readers")
        add_link(change, "map", save_map(change, wanted), days=30)


def _take_snapshot(service: Service, officer: Actor) -> None:
    with service.database.read() as connection:
        known = find_last_change(connection)
        assert known
        moment = Moment(known, local_day(known), Intervals())
        pinned = pin_map(connection, officer, _SPEC, moment)
    with (
        patch("layers.sheets.snapshots.make_code", lambda: TAKEN),
        service.database.write(officer, "snapshot.take") as change,
    ):
        take_snapshot(change, to_taken(TAKEN, SheetSpec(_SPEC, title="Họp tháng 11"), pinned, moment))


def _ask_for_files(service: Service, officer: Actor, waiting: str) -> None:
    made = ResultFile("a" * 64, "AB23-CD45.pdf", "application/pdf", 234_567)
    for uuid, title in (
        (waiting, "Họp tháng 12"),
        (f"{waiting}-done", "Họp tháng 11"),
        (f"{waiting}-failed", "Họp quý 3"),
    ):
        with service.database.write(officer, "job.ask") as change:
            ask_job(change, NewJob(uuid, "snapshot", {}, title, "vi"))
    with service.database.write(SYSTEM, "job.finish") as change:
        done = begin_job(change, f"{waiting}-done")
        failed = begin_job(change, f"{waiting}-failed")
        assert done
        assert failed
        finish_job(change, done, made, keep_days=KEEP_DAYS)
        fail_job(change, failed, AppError("disk_full"), keep_days=KEEP_DAYS)
