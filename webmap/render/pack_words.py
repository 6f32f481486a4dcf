"""Says a meeting pack in words: its pages in their order, whatever file they become."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from layers.store.columns import AnyRow
from layers.summaries.lists import PlaceLine
from layers.summaries.questions import Question
from layers.supervision.visit_records import VisitRecord
from webmap.maps.sheet import Sheet
from webmap.render.overview_figures import (
    COLUMNS,
    COUNTED,
    HEADLINE,
    Line,
    Table,
    choose_columns,
    column_name,
    signed,
)
from webmap.render.text_table import TextTable
from webmap.texts import Translator

_CHANGES: Final = ("found", "closed", "relapsed", "redrawn", "gone")
_LETTERS: Final = ("sent", "answered", "waiting", "overdue", "commended")


@dataclass(frozen=True)
class PackData:
    """What a pack tells.

    Attributes
    ----------
    question
        Area, day, and the day compared with.
    table
        Figures by area.
    moved
        Places whose status changed.
    letters
        Recommendations that wait for an answer on the day, as `layers.supervision.ledger` has them; None where the
        reader reads none.
    visits
        Visits made in the period; None where the reader reads none.
    sheet
        The map that all pages show their part of.
    """

    question: Question
    table: Table
    moved: tuple[PlaceLine, ...]
    letters: tuple[AnyRow, ...] | None
    visits: tuple[VisitRecord, ...] | None
    sheet: Sheet


class Tile(NamedTuple):
    """A figure that stands out: what it counts, how many, and how that changed."""

    name: str
    value: str
    change: str


@dataclass(frozen=True)
class TextLeaf:
    """A page of words: figures that stand out, a table, and notes; ``empty`` is said where there is no row."""

    title: str
    lead: str
    table: TextTable
    empty: str = ""
    tiles: tuple[Tile, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class MapLeaf:
    """A page with a map: of an area by its public identifier, or of all the pack is about."""

    title: str
    area: str | None = None


@dataclass(frozen=True)
class Pack:
    """A meeting pack: its title, its pages, and the map that they show parts of."""

    title: str
    leaves: tuple[TextLeaf | MapLeaf, ...]
    sheet: Sheet


def make_pack(data: PackData, translator: Translator) -> Pack:
    """Return a pack in words."""
    return Pack(data.sheet.spec.title, tuple(_Leaves(data, translator).all()), data.sheet)


def waits_on(row: AnyRow, on: date) -> bool:
    """Tell whether a recommendation that asks for something waits for its answer on a day."""
    is_sent = row.kind == "handle" and row.sent_on is not None and row.sent_on <= on
    return is_sent and all(day is None or day > on for day in (row.answered_on, row.closed_on))


class _Leaves:
    """The pages of a pack."""

    def __init__(self, data: PackData, translator: Translator) -> None:
        self._data, self._translator = data, translator
        self._t, self._number = translator.text, translator.number
        self._on, self._since = data.question.on, data.question.since or data.question.on
        self._period = self._t("pack.period", since=self._since, on=self._on)

    def all(self) -> Iterator[TextLeaf | MapLeaf]:
        """Yield the pages in the order in which a meeting goes through them."""
        yield self._summary()
        yield self._moved()
        yield MapLeaf(self._t("pack.overview"))
        yield self._by_area()
        for line in self._data.table.lines:
            if line.row and line.row.level == "ward" and (not line.row.is_partial or line.counts.total):
                yield MapLeaf(line.row.name, line.row.public_id)
        yield from self._letters()
        yield self._visits()

    def _summary(self) -> TextLeaf:
        total = self._data.table.total
        rows = [(name, self._number(n)) for name, n in self._list_figures()]
        lead = self._t(
            "dashboard.lead",
            n=total.counts.of(*COUNTED),
            open=total.counts.open,
            converting=total.counts.of("DANG_CHUYEN_HOA"),
        )
        return TextLeaf(
            self._data.sheet.spec.title,
            f"{lead}. {self._period}",
            TextTable((self._t("pack.figure"), self._t("pack.number")), tuple(rows), (5, 1), 1),
            tiles=tuple(self._tile(name, total) for name in HEADLINE),
            notes=() if total.counts.total else (self._t("dashboard.empty"),),
        )

    def _list_figures(self) -> Iterator[tuple[str, int]]:
        """Yield what changed and what is owed, each with its number."""
        duties, change = self._data.table.duties, self._data.table.total.change
        for name in _CHANGES:
            yield self._t(f"dashboard.column.{name}"), getattr(change, name)
        yield self._t("dashboard.visits_made", first=duties.period.start), duties.total.visits
        for name in _LETTERS:
            words = self._t("pack.letters_of", figure=self._t(f"dashboard.letters.{name}"))
            yield words, getattr(duties.letters, name)
        yield self._t("dashboard.column.term_ends"), duties.term_ends
        yield self._t("dashboard.column.suspected"), duties.suspected

    def _tile(self, name: str, total: Line) -> Tile:
        column = COLUMNS[name]
        change = ""
        if column.net:
            net = column.net(total)
            key = "dashboard.changed" if net else "dashboard.unchanged"
            change = self._t(key, change=signed(net), day=self._since)
        return Tile(column_name(column, self._translator), self._number(column.value(total)), change)

    def _moved(self) -> TextLeaf:
        heads = ("code", "place", "wards", "was", "state", "state_since")
        rows = tuple(
            (
                place.code,
                place.name,
                ", ".join(place.wards),
                self._state(place.was),
                self._state(place.state),
                self._day(place.since),
            )
            for place in self._data.moved
        )
        table = TextTable(
            tuple(self._t(f"dashboard.list.{name}") for name in heads), rows, (1, 2.6, 2, 2, 2, 1.1)
        )
        return TextLeaf(self._t("pack.moved"), self._period, table, self._t("pack.none_moved"))

    def _by_area(self) -> TextLeaf:
        told = self._data.table
        columns = choose_columns(told.total)
        heads = (
            self._t("dashboard.column.area"),
            *(column_name(column, self._translator) for column in columns),
        )
        lines = (*told.lines, told.total) if told.lines else ()
        rows = tuple(
            (self._area(line), *(self._number(column.value(line)) for column in columns)) for line in lines
        )
        notes = [
            self._t(f"dashboard.{name}", n=n)
            for name, n in (("shared", told.overlap.shared), ("nowhere", told.overlap.nowhere))
            if n
        ]
        table = TextTable(heads, rows, (3, *[1] * len(columns)), 1, has_total=True)
        lead = self._t("pack.boundaries", vintage=self._vintage())
        return TextLeaf(self._t("pack.by_area"), lead, table, self._t("pack.no_areas"), notes=tuple(notes))

    def _letters(self) -> Iterator[TextLeaf]:
        """Yield how waiting recommendations age with each body, and which they are."""
        letters = sorted(self._data.letters or (), key=lambda row: (row.reply_due_on, row.code))
        empty = self._t("pack.no_letters" if self._data.letters is not None else "pack.letters_not_seen")
        heads = ("body", "open", "overdue", "oldest")
        ageing = TextTable(
            tuple(self._t(f"recommendations.ageing.{name}") for name in heads),
            tuple(self._age(letters)),
            (4, 1, 1, 1),
            1,
            has_total=True,
        )
        lead = self._t("pack.on", on=self._on)
        yield TextLeaf(self._t("pack.ageing"), lead, ageing, empty)
        if letters:
            yield TextLeaf(self._t("pack.waiting"), lead, self._list_letters(letters))

    def _age(self, letters: Sequence[AnyRow]) -> Iterator[tuple[str, ...]]:
        """Yield of each body how many wait, how many of these too long, and since when the oldest does."""
        by_body: defaultdict[str, list[AnyRow]] = defaultdict(list)
        for row in letters:
            by_body[row.body_name].append(row)
        for body, rows in by_body.items():
            yield (body, *self._count(rows))
        if letters:
            yield (self._t("recommendations.ageing.sum"), *self._count(letters))

    def _count(self, rows: Sequence[AnyRow]) -> tuple[str, str, str]:
        overdue = sum(row.reply_due_on < self._on for row in rows)
        oldest = max((self._on - row.sent_on).days for row in rows)
        return self._number(len(rows)), self._number(overdue), self._number(oldest)

    def _list_letters(self, letters: Sequence[AnyRow]) -> TextTable:
        heads = ("code", "hotspot_name", "body_name", "sent_on", "reply_due_on", "days_overdue")
        rows = tuple(
            (
                row.code,
                row.hotspot_name,
                row.body_name,
                self._day(row.sent_on),
                self._day(row.reply_due_on),
                self._number(max((self._on - row.reply_due_on).days, 0)),
            )
            for row in letters
        )
        words = tuple(self._t(f"recommendations.column.{name}") for name in heads)
        return TextTable(words, rows, (1, 3, 3, 1.1, 1.1, 1), 3)

    def _visits(self) -> TextLeaf:
        visits = self._data.visits
        rows = tuple(
            (
                self._day(visit.day),
                visit.code,
                visit.place,
                ", ".join(visit.wards),
                self._t(f"codes.visit_result.{visit.result}") if visit.result else "–",
            )
            for visit in visits or ()
        )
        heads = ("day", "visit", "place", "wards", "result")
        table = TextTable(tuple(self._t(f"pack.head.{name}") for name in heads), rows, (1, 1, 3, 2.2, 1.4))
        empty = self._t("pack.no_visits" if visits is not None else "pack.visits_not_seen")
        return TextLeaf(self._t("pack.visits"), self._period, table, empty)

    def _area(self, line: Line) -> str:
        if line.row is None:
            return self._t("dashboard.total")
        return f"{line.row.name} {self._t('dashboard.partial')}" if line.row.is_partial else line.row.name

    def _vintage(self) -> str:
        return self._data.table.described.vintage_title or self._t("dashboard.no_vintage")

    def _state(self, code: str | None) -> str:
        return self._t(f"codes.status.{code}") if code else "–"

    def _day(self, day: date | None) -> str:
        return self._translator.date(day) if day else "–"
