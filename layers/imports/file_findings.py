"""Finds out how a layer of a file is to be read: the encodings of its columns, its coordinates, its fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from geo.geodesy.crs import Crs
from geo.geodesy.fitting import Rival, fit_crs
from geo.geodesy.sources import find_source, read_definition
from geo.text.legacy import ENCODINGS, decode, detect
from layers.errors import ImportRejected, Refused
from layers.files.sources import SourceLayer, SourceRecord
from layers.imports.column_conventions import CONVENTIONS, Convention, find_convention
from layers.imports.field_mapping import check_mapping, guess_mapping, recall_mapping
from layers.imports.import_layers import Target
from layers.places.drafts import COUNTRY
from layers.store.schema import boundary

_MOST_POINTS: Final = 20_000
_MOST_TEXTS: Final = 400


@dataclass(frozen=True)
class Wish:
    """What whoever imports says about a file; what he leaves out is found.

    Attributes
    ----------
    crs
        Identifier of the coordinate system.
    encodings
        Encoding by column, of `geo.text.legacy.ENCODINGS`.
    mapping
        Column by field.
    conventions
        By field: how its column of days or numbers is written, of `layers.imports.column_conventions.CONVENTIONS`.
    valid_from
        First day of what the file says, where its rows do not say it.
    sender
        Office that sent the file; its mapping is remembered.
    """

    crs: str | None = None
    encodings: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, str] | None = None
    valid_from: date | None = None
    sender: str = ""
    conventions: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Sample:
    """What the first records of a layer hold.

    Attributes
    ----------
    texts
        Different texts of each column.
    filled
        Columns that hold anything.
    xy
        Coordinates as in the file, (n, 2).
    """

    texts: dict[str, list[str]]
    filled: frozenset[str]
    xy: npt.NDArray[np.float64]


@dataclass(frozen=True)
class FoundEncoding:
    """How the text of a column is written.

    Attributes
    ----------
    name
        One of `geo.text.legacy.ENCODINGS`.
    reason
        As `geo.text.legacy.Guess` has it; ``given`` where people said it.
    chances
        Every reading that may be right and its probability, the likeliest first.
    """

    name: str
    reason: str
    chances: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class FoundCrs:
    """The coordinate system of a file.

    Attributes
    ----------
    crs, reason, is_swapped
        What it is, why it is that, and whether north comes first against the rule.
    declared
        What the file says it is; None where it says nothing that we know.
    facts
        ``share``, percent of the places that lie in known areas, and ``border_m``, how far they lie from known borders.
    rivals
        What would fit also, the best first.
    """

    crs: Crs
    reason: str
    is_swapped: bool
    declared: Crs | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    rivals: tuple[Rival, ...] = ()


def take_sample(records: Iterable[SourceRecord]) -> Sample:
    """Return what decides how a layer is read."""
    texts: dict[str, dict[str, None]] = {}
    filled: set[str] = set()
    points: list[npt.NDArray[np.float64]] = []
    left = _MOST_POINTS
    for record in records:
        for column, value in record.values.items():
            kept = texts.setdefault(column, {})
            if value not in (None, ""):
                filled.add(column)
            if isinstance(value, str) and value and len(kept) < _MOST_TEXTS:
                kept[value] = None
        if record.wkb is not None and left > 0:
            xy = _coordinates(record.wkb)[:left]
            left -= len(xy)
            points.append(xy)
    return Sample(
        {column: list(kept) for column, kept in texts.items()},
        frozenset(filled),
        np.concatenate(points) if points else np.empty((0, 2)),
    )


def find_encodings(sample: Sample, wish: Wish) -> dict[str, FoundEncoding]:
    """Return the encoding of each column with text, why it is that, and what else it might be.

    Raises
    ------
    Refused
        ``import_encoding_unknown``, where the wish names another than those we know.
    """
    for encoding in wish.encodings.values():
        if encoding not in ENCODINGS:
            raise Refused("import_encoding_unknown", encoding=encoding, known=", ".join(ENCODINGS))
    found = {}
    for column, texts in sample.texts.items():
        if column not in wish.encodings and not texts:
            continue
        guess = detect(texts)
        chances = ((guess.encoding, guess.score), *guess.rivals)
        if column in wish.encodings:
            found[column] = FoundEncoding(wish.encodings[column], "given", chances)
        else:
            found[column] = FoundEncoding(guess.encoding, guess.reason, chances)
    return found


def find_mapping(
    connection: Connection, sample: Sample, target: Target, wish: Wish
) -> tuple[dict[str, str], str]:
    """Return the column of each field, and why: ``given``, ``remembered`` of the sender, or ``names``.

    Raises
    ------
    Refused
        What `layers.imports.field_mapping.check_mapping` refuses.
    """
    if wish.mapping is not None:
        return check_mapping(wish.mapping, list(sample.texts), target), "given"
    remembered = recall_mapping(connection, wish.sender, target, list(sample.texts))
    filled = [column for column in sample.texts if column in sample.filled]
    return (remembered, "remembered") if remembered else (guess_mapping(filled, target), "names")


def find_conventions(
    sample: Sample, encodings: Mapping[str, str], mapping: Mapping[str, str], target: Target, wish: Wish
) -> dict[str, Convention]:
    """Return how the columns of days and numbers are written, by field.

    Parameters
    ----------
    encodings
        Encoding by column.
    mapping
        Column by field.

    Raises
    ------
    Refused
        ``import_convention_unknown``.
    """
    found = {}
    for name, column in mapping.items():
        if target.field(name).kind in CONVENTIONS:
            texts = [decode(text, encodings.get(column, "utf-8")) for text in sample.texts[column]]
            found[name] = find_convention(target.field(name), texts, wish.conventions.get(name))
    return found


def find_coordinates(
    connection: Connection, layer: SourceLayer, sample: Sample, wish: Wish
) -> FoundCrs | None:
    """Return what the coordinates of a layer are; None for a table without any.

    Raises
    ------
    UnknownCrs
        Where the wish names one that is not accepted.
    ImportRejected
        ``import_crs_not_found``: in no system that we accept do they lie in Viet Nam.
    """
    xy = sample.xy[np.isfinite(sample.xy).all(axis=1)]
    if not len(xy):
        return None
    declared = read_definition(layer.crs) if layer.crs else None
    wished = find_source(wish.crs) if wish.crs is not None else None
    fit = fit_crs(xy, _known_land(connection) or COUNTRY, wished or declared)
    if wished is not None:
        is_swapped = fit.is_swapped and fit.crs == wished
        return FoundCrs(wished, "given", is_swapped, declared)
    if fit.crs is None:
        raise ImportRejected("import_crs_not_found", field="crs")
    facts = {"share": round(100 * fit.share_inside), "border_m": fit.border_m}
    return FoundCrs(fit.crs, fit.reason, fit.is_swapped, declared, facts, fit.rivals)


def _known_land(connection: Connection) -> list[BaseGeometry]:
    """Return the wards of all times: an old file is drawn by old borders."""
    b = boundary.c
    held = select(b.geom).where(b.level == "ward")
    return list(connection.execute(held).scalars())


def _coordinates(wkb: bytes) -> npt.NDArray[np.float64]:
    shape = shapely.from_wkb(wkb, on_invalid="ignore")
    return np.empty((0, 2)) if shape is None else shapely.get_coordinates(shape)
