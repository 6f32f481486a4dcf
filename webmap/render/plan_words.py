"""Says what stands in the plan of a day on paper and in files: times, ways, the state of a place, faults."""

from datetime import date

from geo.travel.problem import Fault
from layers.outings.day_shapes import PlannedStop, PlannedTeam
from webmap.maps.symbols import SYMBOLS
from webmap.render.day_words import say_day, say_fault, say_length, say_span, write_clock
from webmap.render.plan_papers import Papers
from webmap.texts import Translator


class PlanWords:
    """The words of one language for one plan."""

    def __init__(self, papers: Papers, translator: Translator) -> None:
        self._papers = papers
        self.translator = translator
        self.text = translator.text

    def clock(self, time_s: int | None) -> str:
        """Write a time of the day to the minute, 08:12; nothing where there is none."""
        return "" if time_s is None else write_clock(time_s)

    def day(self, day: date) -> str:
        """Write a day with its name in the week."""
        return say_day(self.translator, day)

    def span(self, length_s: int) -> str:
        """Say how long something takes."""
        return say_span(self.translator, length_s)

    def length(self, length_m: float) -> str:
        """Say how far it is."""
        return say_length(self.translator, length_m)

    def leg(self, stop: PlannedStop) -> list[str]:
        """Say how long the way to a stop takes, and how far it is."""
        if stop.leg_m is None:
            return [self.text("plans.no_way")]
        return [self.span(stop.travel_s), self.length(stop.leg_m)]

    def status(self, stop: PlannedStop) -> str:
        """Name the state of a place."""
        return self.text(f"codes.status.{stop.status}") if stop.status else self.text("sheets.no_status")

    def sign(self, stop: PlannedStop) -> str:
        """Return the sign of the state of a place."""
        return SYMBOLS[stop.status].sign if stop.status in SYMBOLS else ""

    def look(self, stop: PlannedStop) -> str:
        """Say what to know before one goes there: its state, what the last visit found, when it is due."""
        told = [self.status(stop)]
        last = self._papers.last.get(stop.hotspot)
        if last is None:
            told.append(self.text("sheets.never_visited"))
        elif last.result:
            result = self.text(f"codes.visit_result.{last.result}")
            told.append(self.text("sheets.last", result=result.lower(), day=last.visited_on))
        if stop.due_on:
            told.append(self._due(stop))
        return " · ".join(told)

    def where(self, stop: PlannedStop) -> str:
        """Say which place it is beside its name: its code and its wards."""
        return " · ".join([stop.hotspot, *stop.wards])

    def fault(self, team: PlannedTeam, fault: Fault) -> str:
        """Say what the order of a team breaks, and where."""
        return say_fault(self.translator, team, fault)

    def _due(self, stop: PlannedStop) -> str:
        days = stop.overdue_days or 0
        if days > 0:
            return self.text("sheets.overdue", n=days)
        return self.text("sheets.due", day=stop.due_on)
