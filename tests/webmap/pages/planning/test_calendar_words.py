"""What is said of the things in a calendar, on its page and in calendars elsewhere."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from geo.types import LonLat
from layers.agenda.calendar_items import DAY, KINDS, Item, Kind
from tests.webmap.render.reading import read_events
from webmap.pages.planning.calendar_words import address, kind_words, name_words, write_items

ON = date(2026, 11, 22)
ONE = Item(
    "planned",
    "visit-1",
    "GS00001",
    ON,
    ON + DAY,
    "Hẻm 1678 Phạm Thế Hiển",
    datetime(2026, 11, 1, tzinfo=UTC),
    hotspot="DB00001",
    status="THEO_DOI",
    version=2,
    wards=("Phường Bình Đông",),
)
PLAN = replace(
    ONE,
    kind="plan",
    uid="plan-1",
    code="LT00001",
    name="LT00001",
    hotspot=None,
    status=None,
    wards=(),
    stops=4,
    hours=(datetime(2026, 11, 22, 0, 30, tzinfo=UTC), datetime(2026, 11, 22, 4, tzinfo=UTC)),
)


@pytest.fixture(autouse=True)
def _asking(app: Flask) -> Iterator[None]:
    """Answer a request in Vietnamese."""
    with app.test_request_context("/", base_url="https://dia-ban.example", headers={"Accept-Language": "vi"}):
        yield


def test_a_kind_is_said_as_it_is_seen_from_a_day() -> None:
    assert kind_words(ONE, ON) == "Lịch giám sát"
    assert kind_words(ONE, ON + DAY) == "Lỡ lịch"
    due = replace(ONE, kind="due", overdue_days=0)
    assert kind_words(due, ON) == "Đến hạn giám sát"
    assert kind_words(replace(due, overdue_days=12), ON) == "Quá hạn 12 ngày"
    assert kind_words(PLAN, ON) == "Kế hoạch 07:30–11:00"
    assert len({kind_words(replace(ONE, kind=kind), ON) for kind in KINDS}) == len(KINDS)


def test_names_say_what_it_is_about() -> None:
    assert name_words(ONE) == "Hẻm 1678 Phạm Thế Hiển"
    assert name_words(PLAN) == "LT00001, 4 nơi"
    peak = replace(ONE, kind="peak", name="Đợt cao điểm cuối năm")
    assert name_words(peak) == "Đợt cao điểm cuối năm, Phường Bình Đông"
    assert name_words(replace(peak, wards=())) == "Đợt cao điểm cuối năm"


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("planned", "/visits/GS00001"),
        ("made", "/visits/GS00001"),
        ("reply", "/recommendations/GS00001"),
        ("plan", "/plans/GS00001"),
        ("peak", "/plans/peaks"),
        ("due", "/hotspots/GS00001"),
        ("term", "/hotspots/GS00001"),
    ],
)
def test_each_thing_leads_to_its_page(kind: Kind, path: str) -> None:
    assert address(replace(ONE, kind=kind)) == path
    assert address(replace(ONE, kind=kind), is_absolute=True) == f"https://dia-ban.example{path}"


def test_a_file_holds_place_names_and_states_and_nothing_else() -> None:
    cancelled = replace(ONE, uid="visit-2", is_cancelled=True)
    due = replace(ONE, kind="due", uid="due-1", code="DB00001", version=0, overdue_days=30)
    body = write_items("Việc của tôi", (ONE, cancelled, due, PLAN), {"DB00001": LonLat(106.65, 10.74)})
    events = {str(one["UID"]): one for one in read_events(body)}
    assert sorted(events) == [
        "due-1@dia-ban.example",
        "plan-1@dia-ban.example",
        "visit-1@dia-ban.example",
        "visit-2@dia-ban.example",
    ]
    visit, plan = events["visit-1@dia-ban.example"], events["plan-1@dia-ban.example"]
    assert str(visit["SUMMARY"]) == "Lịch giám sát: Hẻm 1678 Phạm Thế Hiển"
    assert str(visit["DESCRIPTION"]) == "Trạng thái: Phức tạp, đang theo dõi"
    assert (visit["SEQUENCE"], str(visit["LOCATION"])) == (2, "Phường Bình Đông")
    assert (visit["GEO"].latitude, visit["GEO"].longitude) == (10.74, 106.65)
    assert str(events["due-1@dia-ban.example"]["SUMMARY"]) == "Đến hạn giám sát: Hẻm 1678 Phạm Thế Hiển"
    assert str(events["due-1@dia-ban.example"]["TRANSP"]) == "TRANSPARENT"
    assert str(events["visit-2@dia-ban.example"]["STATUS"]) == "CANCELLED"
    assert plan.end - plan.start == timedelta(hours=3, minutes=30)
    assert str(plan["SUMMARY"]) == "Kế hoạch ngày: LT00001, 4 nơi"
