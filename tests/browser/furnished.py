"""What an office has in its books, so that every page has something to show: visits, a picture, letters, requests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import shapely

from geo.travel.problem import Break
from geo.types import Interval, LonLat
from layers.actor import SYSTEM
from layers.areas.draft_edits import AreaFacts, merge_areas, put_area
from layers.areas.vintage_drafts import begin_draft, get_draft
from layers.areas.vintages import Vintage
from layers.outings.day_changes import confirm_plan
from layers.outings.day_plans import Spot, TeamWish, Wish, make_day_plan
from layers.people.grants import EVERYWHERE
from layers.places.drafts import Extent
from layers.places.hotspots import revise_hotspot
from layers.places.lineage import close_hotspot
from layers.places.references import get_place
from layers.places.versions import read_draft
from layers.planning.frequencies import FrequencyDraft, Planner, add_frequency
from layers.planning.peaks import PeakDraft, add_peak
from layers.planning.supervision_plans import fill_plan
from layers.records.document_files import attach_file
from layers.records.documents import Document, add_document
from layers.reporting.report_periods import Period
from layers.reporting.reports import begin_report, move_report, write_report
from layers.store.database import Write
from layers.supervision.checklists import get_current_checklist
from layers.supervision.images import add_image
from layers.supervision.photos import prepare_image
from layers.supervision.recommendations import (
    Answer,
    Sending,
    Wording,
    draft_recommendation,
    record_answer,
    send,
)
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import cancel_visit, correct_visit, plan_visit, record_visit
from layers.travel.ways import WaySettings, open_ways
from tests.browser.kept_things import keep_things
from tests.browser.service import Service
from tests.layers.places.files import PDF
from tests.pictures import make_photo

PLACE = "DB00004"
LETTER = "0e4d9a55-6a11-4a54-8f2b-8f1a6f0c6b21"
PICTURE = "6f9d3c1e-5a52-4c39-9a4e-0d2f0b1c7a11"
RULE = "00000000-0000-0000-0000-000000000001"
PLANNED_WARD = "27427@2025-07-01"
LOOKED_AT = datetime(2026, 12, 22, 2, 0, tzinfo=UTC)
"""A month later: the request of November is overdue by then."""

GRANTS = {
    "quantri": (("coordinator", "776"), ("admin", EVERYWHERE), ("auditor", EVERYWHERE)),
    "canbo": (("officer", "776"),),
    "khanh": (("viewer", "776"),),
    "phap": (("auditor", "776"),),
    "xemthay": (("coordinator", "776"),),
}
"""Accounts; each has a twin, ``.en``, who reads English."""

NOVEMBER = Period(date(2026, 11, 1), "month")

_TODAY = date(2026, 11, 22)
_ASKED = "Đề nghị lắp thêm đèn chiếu sáng ở đầu hẻm và tăng cường tuần tra ban đêm."


def furnish(service: Service) -> None:
    """Fill the books of a service that has the default data, and let a month go by."""
    for name, grants in GRANTS.items():
        service.add_reader(name, *grants)
        service.add_reader(f"{name}.en", *grants, locale="en")
    deeds: tuple[tuple[str, Callable[[Service, Write], object]], ...] = (
        ("visit.record", _add_visits),
        ("visit.correct", _correct_and_cancel),
        ("visit_image.add", _add_picture),
        ("document.add", _add_letter),
        ("recommendation.draft", _add_requests),
        ("hotspot.revise", _revise),
        ("hotspot.close", _remove),
        ("report.submit", _report),
        ("boundary.begin", _prepare_boundaries),
        ("plan.make", _plan_days),
        ("supervision_plan.fill", _plan_supervision),
    )
    for action, deed in deeds:
        with service.database.write(SYSTEM, action, "dữ liệu để xem trang") as change:
            deed(service, change)
    keep_things(service)
    service.clock.at = LOOKED_AT


def _report(_service: Service, change: Write) -> None:
    """Submit BC00001, the report of a ward on November, and begin BC00002, that of another one."""
    ward = begin_report(change, "27424@2025-07-01", NOVEMBER)
    texts = {"situation": "Tình hình ổn định.", "directions": "Tiếp tục giám sát."}
    version = write_report(change, ward, texts, version=1)
    move_report(change, ward, "submit", Planner(), version=version)
    begin_report(change, "27418@2025-07-01", NOVEMBER)


def _prepare_boundaries(_service: Service, change: Write) -> None:
    """Begin a set in which two wards are merged, and a new one overlaps the third."""
    new_year = Vintage(date(2027, 1, 1), "2 phường (từ 01/01/2027)", "Nghị quyết 2000/NQ-UBTVQH16", "Vẽ lại")
    draft = begin_draft(change, new_year, uuid="5f0c7a52-2f6a-4c1e-9a55-0d5a4f0d7a27")
    ref = get_draft(change.connection, draft).ref
    keys = {one.area.code: one.key for one in get_draft(change.connection, draft).areas}
    merge_areas(change, ref, [keys["27418"], keys["27427"]], AreaFacts("27430", "Phường Nam", "Phường Nam"))
    added = AreaFacts("27431", "Phường Rạch", "Phường Rạch").drawn(shapely.box(106.60, 10.70, 106.62, 10.715))
    put_area(change, replace(ref, version=ref.version + 1), added)


def _plan_days(_service: Service, change: Write) -> None:
    """Add LT00001 for two teams, which is a draft, and LT00002 of the same day, which is confirmed."""
    routes = open_ways(change.connection, WaySettings())
    office = Spot("Trụ sở phường Phú Định", LonLat(106.6430, 10.7290))
    first = TeamWish("Đội 1", ("MAT_TRAN",), office, rest=Break(32_400, 36_000, 900))
    second = TeamWish("Đội 2", (), Spot("Trụ sở phường Chánh Hưng", LonLat(106.6640, 10.7390)))
    asked = Wish(LOOKED_AT.date(), "motorbike", soon_days=60, teams=(first, second))
    make_day_plan(change, asked, routes, Planner())
    confirmed = make_day_plan(change, replace(asked, teams=(first,)), routes, Planner())
    confirm_plan(change, confirmed, version=1)


def _plan_supervision(_service: Service, change: Write) -> None:
    """Announce a peak that goes on, set an interval, and plan for one ward of two."""
    peak = PeakDraft("Đợt cao điểm cuối năm", "attack_wave", Interval(_TODAY, date(2027, 1, 15)), ("ma_tuy",))
    add_peak(change, peak, uuid=RULE)
    add_frequency(change, FrequencyDraft(5, "ma_tuy", area="776"), uuid=RULE)
    fill_plan(change, PLANNED_WARD, _TODAY.year, Planner(), version=0)


def _add_visits(_service: Service, change: Write) -> None:
    record_visit(change, PLACE, _seen(change))
    plan_visit(change, PLACE, date(2026, 11, 30), ("MAT_TRAN",))
    record_visit(change, PLACE, Visit(date(2026, 11, 2)))


def _seen(change: Write) -> Visit:
    known = get_current_checklist(change.connection)
    answers = {item.code: item.answers[-1] for item in known.items}
    note = "Đèn đầu hẻm hỏng một bóng, cuối hẻm còn nhiều rác."
    return Visit(
        date(2026, 11, 20), result="worse", units=("MAT_TRAN",), head_count=4, checklist_id=known.id,
        answers=answers, note=note, next_on=date(2026, 12, 4),
    )  # fmt: skip


def _correct_and_cancel(_service: Service, change: Write) -> None:
    correct_visit(
        change, "GS00001", replace(_seen(change), head_count=5), version=1, reason="đếm thiếu một người"
    )
    cancel_visit(change, "GS00003", version=1, reason="ghi nhầm ngày")


def _add_picture(service: Service, change: Write) -> None:
    prepared = prepare_image(make_photo(640, 480))
    add_image(change, "GS00001", prepared, service.files.keep(prepared.body), PICTURE)


def _add_letter(service: Service, change: Write) -> None:
    title = "Về việc kiến nghị qua giám sát"
    add_document(change, Document("CV", title, "05/CV-MTTQ", "Ban Thường trực UBMTTQ phường", _TODAY, LETTER))
    attach_file(change, LETTER, service.files.keep(PDF), "cong-van.pdf", "application/pdf", len(PDF))


def _add_requests(_service: Service, change: Write) -> None:
    """Add the draft KN00001, KN00002 that is overdue in a month, and KN00003 that was answered."""
    paper = add_document(change, Document("CV", "Kiến nghị", "06/CV-MTTQ", "Ban Thường trực", _TODAY))
    sending = Sending(_TODAY, paper)
    for _ in range(3):
        draft_recommendation(change, PLACE, "handle", Wording(_ASKED, "CA_PHUONG", ("GS00001",)))
    for code in ("KN00002", "KN00003"):
        send(change, code, sending, version=1)
    record_answer(change, "KN00003", Answer(_TODAY, "Đã lắp hai đèn ở đầu hẻm."), version=2)


def _revise(_service: Service, change: Write) -> None:
    """Give DB00003 a second version, so that whoever starts from the first one is late."""
    ref = get_place(change.connection, SYSTEM, "DB00003")
    before = read_draft(change.connection, ref.id, ref.version)
    assert before
    later = replace(before, note="Chân cầu đã rào lại.", valid_from=_TODAY)
    revise_hotspot(change, ref.id, later, version=ref.version, least=Extent())


def _remove(_service: Service, change: Write) -> None:
    ref = get_place(change.connection, SYSTEM, "DB00002")
    close_hotspot(change, ref.id, version=ref.version)
