"""Invents what happens to one place: its turns, the visits made to it and what comes of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random

from layers.demo import wording
from layers.demo.deeds import Asked, Corrected, Deed, Paper, Planned, Seen, Stepped, Turn
from layers.demo.paths import Stage
from layers.supervision.workdays import add_working_days

INTERVAL_DAYS = {"P": 10, "W": 7, "Q": 7, "C": 14, "J": 14, "F": 14, "D": 30, "R": 7}
"""Days between visits by the letter of the state, as the rule has them; no other state asks for visits."""

MOODS: dict[str, tuple[tuple[str, ...], float]] = {
    "P": (("same",), 0.6),
    "W": (("same", "same", "same", "worse", "better"), 0.6),
    "Q": (("same", "same", "worse"), 0.65),
    "C": (("better", "better", "same"), 0.35),
    "J": (("better", "same"), 0.2),
    "F": (("same", "worse"), 0.6),
    "D": (("same", "same", "better"), 0.12),
    "R": (("worse", "same"), 0.8),
}
"""Results of visits in a state, and how bad it looks then, 0 to 1."""

MEMBERS = ("MAT_TRAN", "BCT_MAT_TRAN", "HOI_CCB", "HOI_LHPN", "DOAN_TN", "HOI_NCT", "CA_PHUONG")
ADDRESSEES = ("UBND_PHUONG", "CA_PHUONG", "BCD_138_PHUONG")
_FORMS = ("on_site",) * 8 + ("report", "meeting")
_LAST_SEEN = (0.3, 0.9, 1.5, 3.2, 0.6)
"""How long ago the last visit was, in intervals, place by place: some are in time, some due, some long overdue."""

_TERM_DAYS, _WATCH_DAYS, _REPLY_DAYS = 365, 365, 15
_YEAR_DAYS, _LATELY_DAYS, _FRIDAY = 365, 90, 4
_SCANNED = 3
_LAST_NUMBER = 9_999


@dataclass
class Shelf:
    """Numbers documents in the order in which they are made; every third one has a scan."""

    count: int = 0

    def add(self, kind: str, title: str, issuer: str, on: date) -> Paper:
        """Return the next document."""
        paper = Paper(self.count, kind, title, issuer, on, self.count % _SCANNED == 0)
        self.count += 1
        return paper


@dataclass(frozen=True)
class Life:
    """What happens to one place.

    Attributes
    ----------
    place
        Its number in the history.
    stages
        The states it goes through, oldest first.
    until
        Day before which everything happens.
    shelf
        Where its documents come from.
    random
        Where chance comes from.
    """

    place: int
    stages: Sequence[Stage]
    until: date
    shelf: Shelf
    random: Random

    def turns(self) -> Iterator[Turn]:
        """Return the turns that are recorded: terms run out by themselves."""
        for position, stage in enumerate(self.stages):
            if stage.letter != "J":
                following = self.stages[position + 1] if position + 1 < len(self.stages) else None
                yield self._turn(stage, following, is_first=position == 0)

    def visits(self) -> list[Seen]:
        """Return the visits that are made, oldest first."""
        numbers = count(self.place * 10_000)
        days = sorted(self._visit_days(), key=lambda one: one[0])
        return [self._visit(on, stage, next(numbers), result) for on, stage, result in days]

    def requests(self, visits: Sequence[Seen]) -> Iterator[Deed]:
        """Return what is asked of bodies after some visits, with every step that was taken until now."""
        numbers = count(self.place * 10_000)
        for visit in visits:
            if visit.result in {"worse", "relapse"} and self.random.random() < 0.3:  # noqa: PLR2004 - a chance
                yield from self._request(visit, next(numbers))
        for stage in self.stages:
            if stage.letter == "D" and self.random.random() < 0.6:  # noqa: PLR2004 - a chance
                yield from self._praise(stage.since + timedelta(days=12), next(numbers))

    def upkeep(self, visits: Sequence[Seen]) -> Iterator[Deed]:
        """Return what is open on the last day: plans and requests, plans nobody kept, corrections of what was said."""
        if self.stages[-1].letter not in INTERVAL_DAYS or not visits:
            return
        yield from self._open_request(visits, self.place * 10_000 + _LAST_NUMBER)
        day, last = timedelta(days=1), visits[-1]
        if self.place % 3 == 0:
            yield Planned(self.until - 2 * day, self.place, self.until + (1 + self.place % 9) * day)
        if self.place % 7 == 2:  # noqa: PLR2004 - some place
            yield Planned(self.until - 12 * day, self.place, self.until - 4 * day)
        if self.place % 8 == 5 and last.on + 2 * day < self.until:  # noqa: PLR2004 - some place
            yield Corrected(last.on + day, self.place, last.number, "worse", wording.CORRECTION)
        calm = [
            visit for visit in visits[:-1] if visit.result in {"same", "better"}
        ]  # no request rests on these
        if self.place % 11 == 7 and calm:  # noqa: PLR2004 - some place
            yield Corrected(calm[-1].on + day, self.place, calm[-1].number, None, wording.CANCELLATION)

    def _turn(self, stage: Stage, following: Stage | None, *, is_first: bool) -> Turn:
        letter, on = stage.letter, stage.since
        reason = wording.REASONS.get(stage.state)
        paper = None
        if stage.state in wording.TITLES and (letter != "W" or is_first):
            kind, title = wording.TITLES[stage.state]
            issuer = wording.DECIDED_BY if letter in "CFDR" else wording.WATCHED_BY
            paper = self.shelf.add(kind, title, issuer, on)
        term_to = on + timedelta(days=_TERM_DAYS)
        if following is not None:
            term_to = following.since - timedelta(days=1)
        return Turn(
            on, self.place, stage.state, paper, reason,
            term_to=term_to if letter == "C" else None,
            watch_to=on + timedelta(days=_WATCH_DAYS) if letter == "D" else None,
            reply_due_on=add_working_days(on, _REPLY_DAYS) if letter == "Q" else None,
        )  # fmt: skip

    def _visit_days(self) -> Iterator[tuple[date, Stage, str | None]]:
        for position, stage in enumerate(self.stages):
            following = self.stages[position + 1] if position + 1 < len(self.stages) else None
            if stage.letter not in INTERVAL_DAYS:
                continue
            end = stage.until if following else self._last_seen(stage)
            yield from ((day, stage, None) for day in self._regular_days(stage, end))
            if following is None and end > stage.since:
                yield end, stage, "relapse" if stage.is_suspected else None
            elif following is not None and following.letter == "R":
                yield stage.until - timedelta(days=18), stage, "relapse"
                yield stage.until - timedelta(days=6), stage, "relapse"

    def _last_seen(self, stage: Stage) -> date:
        gap = INTERVAL_DAYS[stage.letter] * _LAST_SEEN[self.place % len(_LAST_SEEN)]
        return self.until - timedelta(days=max(1, round(gap)))

    def _regular_days(self, stage: Stage, end: date) -> Iterator[date]:
        day = stage.since + timedelta(days=2)
        while day < end - timedelta(days=INTERVAL_DAYS[stage.letter] // 2):
            yield day
            pause = INTERVAL_DAYS[stage.letter] * self._stretch(day) * self.random.uniform(0.8, 1.2)
            day += timedelta(days=max(3, round(pause)))

    def _stretch(self, day: date) -> float:
        """Return how much rarer visits were than the rule asks: the older, the rarer."""
        age_days = (self.until - day).days
        if age_days < _LATELY_DAYS:
            return 1.3
        return 2.6 if age_days < _YEAR_DAYS else 6.0

    def _visit(self, on: date, stage: Stage, number: int, result: str | None) -> Seen:
        results, worry = MOODS[stage.letter]
        chosen = result or self.random.choice(results)
        note = self.random.choice(wording.NOTES) if self.random.random() < 0.4 else None  # noqa: PLR2004
        is_recent = (self.until - on).days < _YEAR_DAYS
        return Seen(
            on, self.place, number, chosen,
            worry=0.9 if chosen == "relapse" else worry,
            form=self.random.choice(_FORMS),
            units=tuple(self.random.sample(MEMBERS, self.random.randint(1, 3))),
            head_count=self.random.randint(2, 9),
            note=wording.RELAPSE_NOTE if chosen == "relapse" else note,
            next_on=on + timedelta(days=INTERVAL_DAYS[stage.letter]) if self.random.random() < 0.5 else None,  # noqa: PLR2004
            pictures=self.random.choice((0,) * 14 + (1, 3)) if is_recent else 0,
        )  # fmt: skip

    def _request(self, visit: Seen, number: int) -> Iterator[Deed]:
        """Return a request that is answered after some weeks, often too late, and then done or refused."""
        drafted = office_day(visit.on + timedelta(days=1))
        sent = office_day(drafted + timedelta(days=self.random.randint(1, 5)))
        answered = add_working_days(sent, self.random.randint(5, 24))
        closed = office_day(answered + timedelta(days=self.random.randint(5, 40)))
        step = "refused" if self.random.random() < 0.2 else "done"  # noqa: PLR2004 - a chance
        body, content = self.random.choice(ADDRESSEES), self.random.choice(wording.REQUESTS)
        answer = self.random.choice(wording.ANSWERS)
        if sent >= self.until:
            return
        yield Asked(drafted, self.place, number, "handle", body, content, visit.number)
        letter = self.shelf.add("CV", wording.LETTER, wording.WATCHED_BY, sent)
        yield Stepped(sent, self.place, number, "send", letter)
        if answered < self.until:
            reply = self.shelf.add("CV", wording.REPLY, wording.DECIDED_BY, answered)
            yield Stepped(answered, self.place, number, "answer", reply, answer)
        if closed < self.until:
            refusal = wording.REFUSAL if step == "refused" else None
            yield Stepped(closed, self.place, number, step, words=refusal)

    def _praise(self, after: date, number: int) -> Iterator[Deed]:
        drafted = office_day(after)
        sent = office_day(drafted + timedelta(days=3))
        if sent >= self.until:
            return
        group = wording.PRAISED if self.place % 4 else None
        yield Asked(drafted, self.place, number, "commend", "UBND_PHUONG", wording.PRAISE, group=group)
        letter = self.shelf.add("CV", wording.LETTER, wording.WATCHED_BY, sent)
        yield Stepped(sent, self.place, number, "send", letter)
        answered = add_working_days(sent, 10)
        if answered < self.until:
            yield Stepped(answered, self.place, number, "answer", words=wording.ANSWERS[1])
            yield Stepped(answered, self.place, number, "done")

    def _open_request(self, visits: Sequence[Seen], number: int) -> Iterator[Deed]:
        """Return a request that still waits: overdue, in time, drafted or withdrawn, place by place."""
        asked_ago = {0: 46, 1: 5, 2: 3, 3: 20}.get(self.place % 5)
        if asked_ago is None:
            return
        asked = office_day(self.until - timedelta(days=asked_ago))
        before = [visit for visit in visits if visit.on <= asked]
        if not before:
            return
        body, content = self.random.choice(ADDRESSEES), self.random.choice(wording.REQUESTS)
        yield Asked(asked, self.place, number, "handle", body, content, before[-1].number)
        if self.place % 5 == 2:  # noqa: PLR2004 - every fifth place: a draft
            return
        letter = self.shelf.add("CV", wording.LETTER, wording.WATCHED_BY, asked)
        yield Stepped(asked, self.place, number, "send", letter)
        if self.place % 5 == 3:  # noqa: PLR2004 - every fifth place
            withdrawn = asked + timedelta(days=4)
            yield Stepped(withdrawn, self.place, number, "withdraw", words=wording.WITHDRAWAL)


def office_day(day: date) -> date:
    """Return the day, or the Monday after where it is on a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > _FRIDAY else day
