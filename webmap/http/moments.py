"""Pins maps to the present moment, and opens them again at theirs; works without a request where settings are given."""

from datetime import datetime
from typing import Any

from geo.types import VIETNAM
from layers.actor import Actor
from layers.sheets.snapshots import Snapshot, Taken, find_last_change
from layers.store.database import Reading
from webmap.config import Config
from webmap.http.today import read_visit_rule, today
from webmap.maps.pinned import Moment, Pinned, open_pinned, pin_map
from webmap.maps.sheet import AreaFigure, SheetSpec
from webmap.maps.spec import MapSpec
from webmap.texts import Translator

_FIGURE = "figure"
"""Where a snapshot keeps the figure by area that its sheet shows: its reader may see more, and is shown the same."""


def pin_now(
    connection: Reading, actor: Actor, spec: MapSpec, *, known: datetime | None = None
) -> tuple[Pinned, Moment]:
    """Return a map as the register knows it now, and the moment by which it can be opened again.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks: the map shows what he may see.
    spec
        The map; without a day it shows today.
    known
        As the register knew it at this aware time; None is now.
    """
    on = today()
    known = known or find_last_change(connection)
    if known is None:
        raise AssertionError("a register without any change has no account that could ask")
    moment = Moment(known, on, read_visit_rule(connection, known=known, on=on))
    return pin_map(connection, actor, spec, moment), moment


def to_taken(
    uuid: str, sheet: SheetSpec, pinned: Pinned, moment: Moment, *, figure: AreaFigure | None = None
) -> Taken:
    """Return what `layers.sheets.snapshots.take_snapshot` keeps of a sheet whose map was pinned."""
    told = {
        **sheet.to_json(),
        "map": pinned.spec.to_json(),
        **({_FIGURE: figure.to_json()} if figure else {}),
    }
    return Taken(uuid, told, moment.known, moment.today, pinned.versions, pinned.digest)


def read_taken(found: Snapshot) -> tuple[SheetSpec, AreaFigure | None]:
    """Return the sheet that a snapshot keeps, and the figure by area that it shows, if any."""
    told: dict[str, Any] = dict(found.sheet)
    figure = told.pop(_FIGURE, None)
    return SheetSpec.from_json(told), AreaFigure.from_json(figure) if figure else None


def write_watermark(sheet: SheetSpec, name: str, at: datetime) -> str:
    """Return what stands across a sheet: who took it and when; nothing where it is not restricted."""
    if not sheet.is_restricted:
        return ""
    local = at.astimezone(VIETNAM)
    words = Translator(sheet.locale)
    return words.text("snapshots.watermark", name=name, time=f"{local:%H:%M}", day=local.date())


def reopen(connection: Reading, actor: Actor, found: Snapshot, *, config: Config | None = None) -> Pinned:
    """Return the map of a snapshot with its data as they were known then.

    Its digest is that of the snapshot where nothing of what it shows became different.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks; he may see all of it, or `layers.sheets.snapshots.get_snapshot` had not returned it.
    found
        The snapshot.
    config
        Settings, where no request is answered; None is those of the application.
    """
    rule = read_visit_rule(connection, known=found.known_at, on=found.today_on, config=config)
    moment = Moment(found.known_at, found.today_on, rule)
    return open_pinned(connection, actor, MapSpec.from_json(found.spec), moment, found.versions)
