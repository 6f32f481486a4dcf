"""Says a sheet in words: its heading, the facts by which it can be defended, and the table of its places."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from geo.types import VIETNAM
from webmap.maps.sheet import Sheet
from webmap.maps.shown import Shown, ShownPlace
from webmap.maps.symbols import SYMBOLS
from webmap.render.paper.strip_frame import Frame
from webmap.texts import Translator

COLUMNS: Final = ("place", "wards", "status", "since", "visit")
_FILTERS: Final = ("status", "kind", "topic", "due", "reply")


_LONG_WORD: Final = re.compile(r"(\S{24})(?=\S)")


class Row(NamedTuple):
    """A place in the table: its state and kind for the sign, and the words of `COLUMNS`."""

    state: str
    kind: str
    code: str
    words: tuple[str, ...]


class SheetWords:
    """The words of a sheet.

    Parameters
    ----------
    sheet
        The sheet.
    shown
        What its map shows.
    """

    def __init__(self, sheet: Sheet, shown: Shown, translator: Translator) -> None:
        self._sheet = sheet
        self._shown = shown
        self.translator = translator
        self.text = translator.text

    def title(self) -> str:
        """Return the heading of the whole sheet."""
        return self._sheet.spec.title or self._sheet.spec.map.title

    def subtitle(self, places: Sequence[ShownPlace]) -> str:
        """Return what stands under the heading: the day, the boundaries, how many places, through which filters."""
        told = [
            self._sheet.spec.subtitle,
            self.text("map_sheet.data_on", day=self._shown.on),
            self.boundaries(),
            "" if self._sheet.spec.kind == "figure" else self.text("map_sheet.count", n=len(places)),
            self._filters(),
        ]
        return " · ".join(part for part in told if part)

    def boundaries(self) -> str:
        """Return the name of the set of boundaries, nothing where there is none."""
        vintage = self._shown.vintage
        return self.text("map_sheet.boundaries", title=vintage.title) if vintage else ""

    def facts(self, frame: Frame, places: Sequence[ShownPlace], *, lacks_badges: bool = False) -> list[str]:
        """Return what a reader needs to defend the map: scale, time, accuracy, source, and what had no room on it."""
        return [
            self.text("map_sheet.scale", scale=round(frame.scale), crs=frame.crs.name),
            *([self.text("map_sheet.lacks_badges")] if lacks_badges else ()),
            *self.origins(places),
        ]

    def origins(self, places: Sequence[ShownPlace]) -> list[str]:
        """Return where what is shown comes from, and how well it is known."""
        note = self._sheet.figure.note if self._sheet.figure else ""
        told = [self._known_on(), self._accuracy(places), note, *self._sources()]
        return [fact for fact in told if fact]

    def foot(self) -> str:
        """Return what every page says at its end."""
        code = self._sheet.imprint.code
        told = [self.text("map_sheet.code", code=code) if code else "", self.text("map_sheet.foot")]
        return " · ".join(part for part in told if part)

    def alternative(self, title: str, frame: Frame, places: Sequence[ShownPlace]) -> str:
        """Return what stands for the map where it cannot be seen."""
        return self.text("map_sheet.map_words", title=title, n=len(places), scale=round(frame.scale))

    def head(self) -> list[str]:
        """Return the heads of the table."""
        return [self.text(f"map_sheet.head.{column}") for column in COLUMNS]

    def rows(self, places: Sequence[ShownPlace]) -> list[Row]:
        """Return the table of places: those in the gravest state first, each state in Vietnamese order."""
        order = list(SYMBOLS)
        ordered = sorted(places, key=lambda place: order.index(place.state))
        return [Row(place.state, place.kind, place.code, tuple(self._tell(place))) for place in ordered]

    def _tell(self, place: ShownPlace) -> Iterator[str]:
        yield place.name
        yield ", ".join(ward.name for ward in place.wards)
        yield self.text(f"codes.status.{place.state}")
        yield self.translator.date(place.since) if place.since else self.text("map_sheet.no_since")
        visited_on = place.asked.last_visit if place.asked else None
        yield self.translator.date(visited_on) if visited_on else "–"

    def _known_on(self) -> str:
        known = (self._sheet.scene.feed or {}).get("known_on")
        if not known:
            return ""
        at = datetime.fromisoformat(known).astimezone(VIETNAM)
        return self.text("map_sheet.known_on", time=f"{at:%H:%M}", day=at.date())

    def _accuracy(self, places: Sequence[ShownPlace]) -> str:
        accuracies = [place.accuracy_m for place in places]
        if not accuracies or self._sheet.figure is not None:
            return ""
        least, most = min(accuracies), max(accuracies)
        if least == most:
            return self.text("map_sheet.accuracy_same", most=most)
        return self.text("map_sheet.accuracy", least=least, most=most)

    def _sources(self) -> Iterator[str]:
        vintage = self._shown.vintage
        if vintage and vintage.basis:
            yield self.text("map_sheet.basis", basis=vintage.basis)
        if vintage and vintage.source:
            yield self.text("map_sheet.source", source=vintage.source)

    def _filters(self) -> str:
        spec = self._sheet.spec.map
        keys = [f"codes.{name}.{code}" for name in _FILTERS for code in getattr(spec, name)]
        words = [self.text(key) for key in keys if self.translator.has(key)]
        words += [area.name for area in self._shown.areas if area.id == spec.ward]
        if spec.q:
            words.append(self.text("map_sheet.search", q=spec.q))
        return self.text("map_sheet.filters", filters=", ".join(words)) if words else ""


def break_words(text: str) -> str:
    """Return a text in which words that are longer than any of a language may end a line in their middle."""
    return _LONG_WORD.sub("\\1\N{ZERO WIDTH SPACE}", text)
