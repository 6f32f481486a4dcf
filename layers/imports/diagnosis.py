"""The file doctor: reads a layer of a file and tells what it holds, what was made of it and what is wrong."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from geo.geodesy.crs import WGS84_LONLAT
from layers.actor import Actor
from layers.errors import ImportRejected
from layers.files.limits import Limits
from layers.files.reading import OpenFile, open_file
from layers.files.sources import SourceLayer, SourceRecord, Value
from layers.imports.diagnosis_report import MOST_FAULTS, Diagnosis, Shown
from layers.imports.field_mapping import find_rivals
from layers.imports.file_findings import (
    Wish,
    find_conventions,
    find_coordinates,
    find_encodings,
    find_mapping,
    take_sample,
)
from layers.imports.first_places import FirstPlaces
from layers.imports.import_layers import Target
from layers.imports.landing_terms import Terms
from layers.imports.landings import LANDINGS
from layers.imports.row_reading import Readers, read_rows, read_text
from layers.imports.source_names import name_columns, name_records, read_columns, read_layers
from layers.imports.staged_rows import Fault, RowSpool, StagedRow
from layers.store import scope

_AT_ONCE: Final = 200
"""Records that are read together; their shapes are what takes memory."""

SAMPLE_RECORDS: Final = 2000
"""Records from which encodings and coordinates are found."""

MOST_LAYERS_TOLD: Final = 20
"""Layers that a refusal names."""

MOST_SHOWN: Final = 12
"""Rows of which a report shows what they were and what they became."""

Progress = Callable[[int, int | None], None]
"""Is told how many records were read, and of how many, where the file says so."""


@dataclass(frozen=True)
class SourceFile:
    """A file and one of its layers: the only one, where none is named."""

    path: Path
    layer: str | None = None


@dataclass(frozen=True)
class Desk:
    """Where the doctor works.

    Attributes
    ----------
    connection
        A reading transaction.
    actor
        Who imports: rows outside his area are faults.
    today
        Present day; nothing may hold from later.
    limits
        What reading may take.
    progress
        Is told of every few hundred records.
    """

    connection: Connection
    actor: Actor
    today: date
    limits: Limits = field(default_factory=Limits)
    progress: Progress | None = None


def diagnose(desk: Desk, file: SourceFile, target: Target, wish: Wish) -> Diagnosis:
    """Read a layer of a file and return what it holds, checked against the register; nothing is written.

    Parameters
    ----------
    desk
        Where to look things up, and for whom.
    file
        The file and its layer.
    target
        What its rows are to become.
    wish
        What is known about it; the rest is found.

    Raises
    ------
    ImportRejected
        Where the file cannot be read, or its coordinates lie nowhere.
    Refused, UnknownCrs
        Where the wish names what the file does not have.
    OutsideScope
        ``not_allowed``.
    """
    scope.require(desk.connection, desk.actor, "import.stage")
    scope.require(desk.connection, desk.actor, target.action)
    doctor = _Doctor(desk, target, terms_of(wish, desk.today))
    with _open(file, desk.limits) as (opened, written):
        names = read_columns(written)
        layer = name_columns(written, names)
        records = name_records(opened.records, names)
        first = list(islice(records, SAMPLE_RECORDS))
        doctor.look(layer, wish, first)
        records = chain(first, records)
        while more := list(islice(records, _AT_ONCE)):
            doctor.add(more)
            if desk.progress:
                desk.progress(more[-1].nth, layer.count)
    return doctor.result(layer, read_layers(opened.layers)[layer.name])


def choose_layer(layers: Sequence[SourceLayer], name: str | None) -> SourceLayer:
    """Return the layer of a file that is asked for, or its only one.

    Parameters
    ----------
    name
        That under which it is read, or its title.

    Raises
    ------
    ImportRejected
        ``import_no_layer`` where the file has no such layer, ``import_layer_unclear`` where it has several.
    """
    titles = read_layers(layers)
    if name is not None:
        called = {titles[layer.name]: layer for layer in layers} | {layer.name: layer for layer in layers}
        if name not in called:
            raise ImportRejected("import_no_layer", layer=name)
        return called[name]
    if not layers:
        raise ImportRejected("import_no_layer", layer="")
    if len(layers) > 1:
        raise ImportRejected("import_layer_unclear", layers=", ".join([*titles.values()][:MOST_LAYERS_TOLD]))
    return layers[0]


def terms_of(wish: Wish, today: date) -> Terms:
    """Return what holds for all rows."""
    return Terms(day=wish.valid_from or today, today=today, has_day=wish.valid_from is not None)


@contextmanager
def _open(file: SourceFile, limits: Limits) -> Iterator[tuple[OpenFile, SourceLayer]]:
    """Open a file at the layer that is asked for: once where that is its name, twice where it is its title."""
    with open_file(file.path, file.layer, limits) as opened:
        layer = choose_layer(opened.layers, file.layer)
        if opened.layer == layer:
            yield opened, layer
            return
    with open_file(file.path, layer.name, limits) as opened:
        yield opened, layer


class _Doctor:
    """Collects what the records of one layer turn out to be."""

    def __init__(self, desk: Desk, target: Target, terms: Terms) -> None:
        self._connection, self._target = desk.connection, target
        self._landing = LANDINGS[target.id]
        self._check = self._landing.checker(desk.connection, desk.actor, terms)
        self._rows, self._faults, self._shown = RowSpool(), list[Fault](), list[Shown]()
        self._faults_total = self._accepted = self._repaired = self._duplicates = 0
        self._first = FirstPlaces()

    def look(self, layer: SourceLayer, wish: Wish, records: Sequence[SourceRecord]) -> None:
        """Find out from the first records how all are to be read."""
        sample = take_sample(records)
        self._encodings = find_encodings(sample, wish)
        self._mapping, self._mapping_reason = find_mapping(self._connection, sample, self._target, wish)
        self._rivals = find_rivals(list(sample.texts), self._mapping, self._target)
        found = None
        if self._target.geometry is not None:
            found = find_coordinates(self._connection, layer, sample, wish)
        self._found = found
        names = {column: found.name for column, found in self._encodings.items()}
        crs, is_swapped = (found.crs, found.is_swapped) if found else (WGS84_LONLAT, False)
        conventions = find_conventions(sample, names, self._mapping, self._target, wish)
        self._how = Readers(self._target, self._mapping, names, conventions, crs, is_swapped)

    def add(self, records: Sequence[SourceRecord]) -> None:
        """Read records, check them and keep them."""
        for record, row in zip(records, read_rows(records, self._how), strict=True):
            self._keep(record, self._against_file(self._check(row)))

    def _keep(self, record: SourceRecord, row: StagedRow) -> None:
        self._rows.add(row)
        self._accepted += not row.is_fatal
        self._duplicates += row.duplicate_of is not None
        if row.faults:
            self._repaired += any(fault.code == "import_shape_repaired" for fault in row.faults)
            self._note(row.faults)
        if len(self._shown) < MOST_SHOWN and not row.is_fatal:
            self._shown.append(self._show(record, row))

    def result(self, layer: SourceLayer, title: str) -> Diagnosis:
        """Return what was found in a layer of that title."""
        self._note(self._landing.check_all(self._rows))
        return Diagnosis(
            layer=layer,
            title=title,
            coordinates=self._found,
            encodings=self._encodings,
            mapping=self._mapping,
            mapping_reason=self._mapping_reason,
            mapping_rivals=self._rivals,
            conventions=self._how.conventions,
            features=len(self._rows),
            accepted=self._accepted,
            repaired=self._repaired,
            duplicates=self._duplicates,
            faults=tuple(self._faults),
            faults_total=self._faults_total,
            shown=tuple(self._shown),
            rows=self._rows,
        )

    def _note(self, faults: Sequence[Fault]) -> None:
        self._faults_total += len(faults)
        self._faults += faults[: MOST_FAULTS - len(self._faults)]

    def _against_file(self, row: StagedRow) -> StagedRow:
        """Mark a row that says the same, or is drawn the same, as one before it in the file."""
        if row.is_fatal or row.duplicate_of is not None:
            return row
        key = hash(row.shape) if row.shape is not None else hash(repr(sorted(row.facts.items())))
        first = self._first.find(key, row.nth)
        return row if first == row.nth else replace(row, duplicate_of=f"#{first}")

    def _show(self, record: SourceRecord, row: StagedRow) -> Shown:
        # A cell that was not understood may hold anything, also a name: it is not shown.
        columns = [column for name, column in self._mapping.items() if name in row.facts]
        before = {column: self._as_it_looks(record.values.get(column), column) for column in columns}
        drawn = shapely.from_wkb(record.wkb, on_invalid="ignore") if record.wkb else None
        return Shown(row.nth, before, row.facts, _first_place(drawn), _first_place(row.geometry))

    def _as_it_looks(self, value: Value, column: str) -> Value:
        """Return a cell as a program shows it that knows nothing of old encodings."""
        is_plain = self._how.encodings.get(column, "utf-8") == "utf-8"
        return read_text(value, "utf-8") if isinstance(value, str) and is_plain else value


def _first_place(shape: BaseGeometry | None) -> tuple[float, float] | None:
    if shape is None or shape.is_empty:
        return None
    x, y = shapely.get_coordinates(shape)[0].tolist()
    return (x, y)
