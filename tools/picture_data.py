"""What the guide's pictures show beside the default data: a visit, a report, a plan, a map, a set of boundaries."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from shapely.affinity import translate

from geo.types import LonLat, local_day
from layers.actor import SYSTEM
from layers.areas.draft_edits import put_areas
from layers.areas.vintage_drafts import begin_draft, get_draft
from layers.areas.vintages import Vintage
from layers.outings.day_plans import Spot, TeamWish, Wish, confirm_plan, make_day_plan
from layers.people.users import get_user
from layers.planning.frequencies import Planner
from layers.reporting.report_periods import read_period
from layers.reporting.reports import begin_report, write_report
from layers.sheets.saved_maps import NewMap, save_map
from layers.store.database import Database, Write
from layers.supervision.recommendations import Wording, draft_recommendation
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import record_visit
from layers.travel.ways import WaySettings, open_ways
from tests.conftest import START, Clock
from webmap.maps.spec import MapSpec

READER: Final = "quantri"
DAY_PLAN: Final = "LT00001"
MIDDLE: Final = LonLat(106.6480, 10.7300)

DRAFT: Final = 1
"""Row of the set of boundaries with faults."""

_SEEN_ON: Final = date(2026, 11, 18)
_WANTED: Final = "Đề nghị tăng cường tuần tra ban đêm và lắp thêm đèn chiếu sáng ở đầu hẻm."
_SITUATION: Final = "Tình hình an ninh trật tự trên địa bàn trong kỳ cơ bản ổn định."
_OFFICE: Final = Spot("Trụ sở UBND Phường Bình Đông", LonLat(106.6500, 10.7400))
_PLANNED_DAY: Final = Wish(local_day(START), "motorbike", teams=(TeamWish("Đội 1", ("MAT_TRAN",), _OFFICE),))
_NEW_SET: Final = Vintage(date(2027, 2, 1), "3 phường, vẽ lại", "Nghị quyết", "Bản đồ số hóa")
_DRAWN_TWICE: Final = "27424"
_BESIDE_DEG: Final = (2e-4, 1e-4)
_SAVED: Final = MapSpec("Quận 8: quá hạn giám sát", MIDDLE, 14.0, due=("overdue",))


def add_work(folder: Path) -> None:
    """Add all of it to the GeoPackage of a folder."""
    database = Database(f"sqlite:///{folder / 'diaban.gpkg'}", clock=Clock(START))
    for action, add in (
        ("visit.record", _add_recommendation),
        ("report.begin", _add_report),
        ("plan.make", _add_day_plan),
        ("boundary.draft", _add_draft),
    ):
        with database.write(SYSTEM, action) as change:
            add(change)
    with database.read() as connection:
        reader = get_user(connection, READER).actor
    with database.write(reader, "saved_map.add") as change:
        save_map(change, NewMap("quan-8", "Quá hạn giám sát, giao ban thứ Hai", _SAVED.to_json(), "readers"))
    database.close()


def _add_recommendation(change: Write) -> None:
    """Add a visit and the recommendation that follows from it."""
    seen = record_visit(change, "DB00001", Visit(_SEEN_ON, result="worse", head_count=3))
    draft_recommendation(change, "DB00001", "handle", Wording(_WANTED, "CA_PHUONG", (seen,)))


def _add_report(change: Write) -> None:
    """Begin the report of the area on the month of the pictures."""
    code = begin_report(change, "776", read_period("month", "2026-11"))
    write_report(change, code, {"situation": _SITUATION}, version=1)


def _add_day_plan(change: Write) -> None:
    """Add the plan `DAY_PLAN` of the four places for the day of the pictures, walked along the register's ways."""
    make_day_plan(change, _PLANNED_DAY, open_ways(change.connection, WaySettings()), Planner())
    confirm_plan(change, DAY_PLAN, version=1)


def _add_draft(change: Write) -> None:
    """Begin the set `DRAFT`, and draw one of its wards some 20 m beside its border."""
    draft = get_draft(change.connection, begin_draft(change, _NEW_SET, uuid="pictures"))
    key, ward = next((key, ward) for key, ward in draft.by_key.items() if ward.code == _DRAWN_TWICE)
    put_areas(change, draft.ref, {key: replace(ward, geometry=translate(ward.geometry, *_BESIDE_DEG))})
