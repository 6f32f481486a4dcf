"""A plan as a calendar: an entry for each stop, at its hour."""

from dataclasses import replace
from typing import Any

from icalendar import Calendar

from tests.webmap.render.day import Day, make_papers
from webmap.render.plan_calendar import write_ics
from webmap.render.plan_papers import Papers
from webmap.texts import Translator

VI = Translator("vi", is_strict=True)
PAPERS = make_papers(Day((2, 1), left_out=1))


def _events(papers: Papers) -> list[Any]:
    return list(Calendar.from_ical(write_ics(papers, VI)).walk("VEVENT"))


def test_each_stop_stands_at_its_hour_and_place() -> None:
    events = sorted(_events(PAPERS), key=lambda one: str(one["SUMMARY"]))
    stops = PAPERS.plan.stops
    assert [str(one["SUMMARY"]) for one in events] == [
        f"Đội 1 · 1. {stops[0].name}", f"Đội 1 · 2. {stops[1].name}", f"Đội 2 · 1. {stops[2].name}",
    ]  # fmt: skip
    for event, stop in zip(events, stops, strict=True):
        span = (event["DTSTART"].dt, event["DTEND"].dt)
        assert [at.timestamp() for at in span] == [
            PAPERS.minute(at).timestamp() for at in (stop.begin_s, stop.leave_s)
        ]
        assert event["LOCATION"] == ", ".join(stop.wards)


def test_a_later_version_moves_the_entry_and_a_cancelled_plan_strikes_it_out() -> None:
    before = {str(one["UID"]): int(one["SEQUENCE"]) for one in _events(PAPERS)}
    later = replace(PAPERS, plan=replace(PAPERS.plan, version=4, state="cancelled"))
    after = {str(one["UID"]): int(one["SEQUENCE"]) for one in _events(later)}
    assert before.keys() == after.keys()
    assert set(before.values()) == {2}
    assert set(after.values()) == {3}
    assert {str(one["STATUS"]) for one in _events(later)} == {"CANCELLED"}
