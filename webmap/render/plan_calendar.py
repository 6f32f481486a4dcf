"""Writes the plan of a day as iCalendar: one entry for each stop, at its time and place."""

from collections.abc import Iterator

from layers.outings.day_shapes import PlannedStop, PlannedTeam
from webmap.render.icalendar_file import Entry, write_calendar
from webmap.render.plan_papers import Papers
from webmap.render.plan_words import PlanWords
from webmap.texts import Translator


def write_ics(papers: Papers, translator: Translator) -> bytes:
    """Return a calendar with an entry for each stop: a calendar shows what is next and how to get there.

    An entry is named by plan and place, so that a later version of the plan moves it, whichever team it goes to.
    """
    plan = papers.plan
    words = PlanWords(papers, translator)
    title = words.text("sheets.file_title", code=plan.code, day=plan.plan_on)
    name = " · ".join(part for part in (title, papers.origin.demo) if part)
    return write_calendar(name, _entries(papers, words))


def _entries(papers: Papers, words: PlanWords) -> Iterator[Entry]:
    plan = papers.plan
    for team in plan.teams:
        for number, stop in papers.numbered(team):
            if stop.begin_s is None or stop.leave_s is None:
                continue
            yield Entry(
                uid=f"{plan.uuid}-{stop.hotspot.lower()}@diaban",
                start=papers.minute(stop.begin_s),
                end=papers.minute(stop.leave_s),
                title=f"{team.name} · {number}. {stop.name}",
                changed_at=plan.recorded_at,
                sequence=plan.version - 1,
                url=papers.origin.page_url or None,
                at=stop.at,
                place=", ".join(stop.wards) or None,
                note=_note(words, team, stop, papers.origin.demo),
                is_cancelled=plan.state == "cancelled",
            )


def _note(words: PlanWords, team: PlannedTeam, stop: PlannedStop, demo: str) -> str:
    way = ", ".join(words.leg(stop))
    return "\n".join(part for part in (demo, words.look(stop), f"{team.name} · {way}") if part)
