"""What the register says of water and of the crossings over it, now and before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import orjson
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Select, or_, select

from geo.travel.modes import MODES, MOTORBIKE, WALKING
from geo.types import local_day
from layers.errors import NotFound
from layers.store.columns import AnyRow
from layers.store.schema import account, landmark, landmark_version

WATER: Final = "canal"
CROSSING: Final = "bridge"
KINDS: Final = (CROSSING, WATER)
"""What a landmark may be; the names stay from the first map, where a canal stood for all water."""

EVERYONE: Final = frozenset(mode.code for mode in MODES)


@dataclass(frozen=True)
class Drawing:
    """What can be said of water or of a crossing.

    Attributes
    ----------
    kind
        One of `KINDS`.
    name
        As it is written on the map.
    geometry
        WGS 84, lon lat: a crossing is a point or a line over the water, water a line along its middle.
    position_accuracy_m
        Radius within which it lies, m; None where nobody said.
    source
        Where the position comes from.
    modes
        Codes of the modes to which a crossing is open; without meaning for water.
    """

    kind: str
    name: str
    geometry: BaseGeometry
    position_accuracy_m: float | None = None
    source: str = ""
    modes: frozenset[str] = EVERYONE


@dataclass(frozen=True)
class Landmark:
    """Water or a crossing as the register has it.

    Attributes
    ----------
    uuid
        Public identifier; None for what a desktop program drew into the file: it is corrected there.
    drawing
        What is said of it now.
    version
        Raised by one with every change.
    recorded_at
        Aware UTC time of the present version; None: before it was noted.
    recorded_by
        Sign-in name; None for the system, and for what was said before (`list_replaced` tells who replaced it).
    """

    uuid: str | None
    drawing: Drawing
    version: int
    recorded_at: datetime | None
    recorded_by: str | None

    @property
    def recorded_on(self) -> date | None:
        """Day in Viet Nam."""
        return self.recorded_at and local_day(self.recorded_at)


@dataclass(frozen=True)
class Replaced:
    """What was said of it before a change.

    Attributes
    ----------
    version
        Version that said so.
    drawing
        What it said.
    replaced_at, replaced_by, reason
        When (aware UTC), by whom (sign-in name, None for the system) and why it was changed.
    """

    version: int
    drawing: Drawing
    replaced_at: datetime
    replaced_by: str | None
    reason: str

    @property
    def replaced_on(self) -> date:
        """Day in Viet Nam."""
        return local_day(self.replaced_at)


def list_landmarks(connection: Connection) -> tuple[Landmark, ...]:
    """Return the water and the crossings that count now, in the order in which they came to be known."""
    rows = connection.execute(_present().order_by(landmark.c.id))
    return tuple(map(_read, rows))


def list_landmarks_at(connection: Connection, at: datetime) -> tuple[Landmark, ...]:
    """Return the water and the crossings as they counted at an aware time, in the order of `list_landmarks`.

    Since when one stands nobody notes: what was said of it first counts for the time before as well.
    """
    v, present = landmark_version.c, landmark.c
    still = _present().where(or_(present.version == 1, present.recorded_at <= at))
    rows = {row.id: _read(row) for row in connection.execute(still)}
    question = (
        select(landmark_version, present.kind, present.uuid)
        .join(landmark, present.id == v.landmark_id)
        .where(or_(v.version == 1, v.known_from <= at), v.known_to > at)
    )
    for row in connection.execute(question):
        drawing = _drawing(row, _from_text(row.geojson))
        rows[row.landmark_id] = Landmark(row.uuid, drawing, row.version, row.known_from, None)
    return tuple(rows[number] for number in sorted(rows))


def get_landmark(connection: Connection, uuid: str) -> Landmark:
    """Return water or a crossing.

    Raises
    ------
    NotFound
        ``landmark_not_found``: there is none, or it was taken off the map.
    """
    row = connection.execute(_present().where(landmark.c.uuid == uuid)).first()
    if row is None:
        raise NotFound("landmark_not_found", landmark=uuid)
    return _read(row)


def list_replaced(connection: Connection, uuid: str) -> Sequence[Replaced]:
    """Return what was said of water or of a crossing before, the newest first; nothing for one that is unknown."""
    v = landmark_version.c
    question = (
        select(landmark_version, landmark.c.kind, account.c.name.label("writer"))
        .join(landmark, landmark.c.id == v.landmark_id)
        .outerjoin(account, account.c.id == v.replaced_by)
        .where(landmark.c.uuid == uuid)
    )
    rows = connection.execute(question.order_by(v.version.desc()))
    return [
        Replaced(row.version, _drawing(row, _from_text(row.geojson)), row.known_to, row.writer, row.reason)
        for row in rows
    ]


def _present() -> Select[tuple[object, ...]]:
    return (
        select(landmark, account.c.name.label("writer"))
        .outerjoin(account, account.c.id == landmark.c.recorded_by)
        .where(landmark.c.removed_at.is_(None))
    )


def _read(row: AnyRow) -> Landmark:
    return Landmark(row.uuid, _drawing(row, row.geom), row.version, row.recorded_at, row.writer)


def _drawing(row: AnyRow, geometry: BaseGeometry) -> Drawing:
    is_open = {WALKING.code: row.is_open_walking, MOTORBIKE.code: row.is_open_motorbike}
    modes = frozenset(code for code, opened in is_open.items() if opened)
    return Drawing(row.kind, row.name, geometry, row.position_accuracy_m, row.source, modes)


def _from_text(geojson: str) -> BaseGeometry:
    drawn: BaseGeometry = shape(orjson.loads(geojson))
    return drawn
