"""The table between two sets of boundaries: which share of the land and people of an area is in which new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from geo.types import DATE_MIN
from layers.areas.boundaries import list_vintages
from layers.areas.crosswalks import LEVELS_DRAWN, Crosswalk, CrosswalkRow, read_crosswalk
from layers.store.columns import AnyRow
from webmap.http import auth, params, respond
from webmap.http.demo_mark import labelled_file
from webmap.http.i18n import t
from webmap.render.spreadsheet import MIMETYPE, write_csv

blueprint = Blueprint("boundary_crosswalk", __name__, url_prefix="/admin/boundaries")
blueprint.before_request(partial(auth.require_session, "boundary.publish"))

_OPEN = "start"
_KM2_M2 = 1_000_000
_HEADS = (
    "old_code",
    "old_name",
    "new_code",
    "new_name",
    "kind",
    "km2",
    "of_old",
    "of_new",
    "people",
    "people_on",
)


@dataclass(frozen=True)
class Asked:
    """Between which sets, and for areas of which level.

    Attributes
    ----------
    before, after
        First days of the sets.
    level
        One of `LEVELS_DRAWN`.
    """

    before: date
    after: date
    level: str


@blueprint.get("/crosswalk")
def show() -> ResponseReturnValue:
    """Show the table; with fewer than two sets, that there is none."""
    with auth.database().read() as connection:
        sets = list_vintages(connection)
        asked = _read(sets)
        found = read_crosswalk(connection, asked.before, asked.after, asked.level) if asked else None
    return render_template(
        "boundaries/crosswalk.html",
        sets=[(_name_day(one.valid_from), one.title) for one in sets],
        asked=asked and {"from": _name_day(asked.before), "to": _name_day(asked.after), "level": asked.level},
        levels=LEVELS_DRAWN,
        found=found,
    )


@blueprint.get("/crosswalk.csv")
def table() -> Response:
    """Return the table for a spreadsheet."""
    with auth.database().read() as connection:
        asked = _read(list_vintages(connection))
        found = (
            read_crosswalk(connection, asked.before, asked.after, asked.level)
            if asked
            else Crosswalk((), 0, 0)
        )
    heads = tuple(t(f"boundaries.column.{name}") for name in _HEADS)
    answer = Response(write_csv([heads, *map(_cells, found.rows)]), mimetype=MIMETYPE)
    days = f"{_name_day(asked.before)}-{_name_day(asked.after)}" if asked else ""
    name = labelled_file(f"bang-chuyen-doi-{days}.csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return respond.vary(answer)


def _read(sets: Sequence[AnyRow]) -> Asked | None:
    """Return what the address asks for, the last two sets unless it names others; None where there are not two."""
    params.require_known(request.args, ("from", "to", "level"))
    days = [one.valid_from for one in sets]
    level = params.read_one_of("level", request.args.get("level", "ward"), LEVELS_DRAWN)
    if len(days) < 2:  # noqa: PLR2004 - a table lies between two
        return None
    before, after = (
        params.read_one_of(name, request.args.get(name) or _name_day(day), tuple(map(_name_day, days)))
        for name, day in zip(("from", "to"), days[-2:], strict=True)
    )
    return Asked(params.read_vintage(before), params.read_vintage(after), level)


def _name_day(day: date) -> str:
    return _OPEN if day == DATE_MIN else day.isoformat()


def _cells(row: CrosswalkRow) -> tuple[object, ...]:
    new = (row.new.code, row.new.name) if row.new else (None, None)
    shares = round(row.share_of_old, 6), round(row.share_of_new, 6)
    counted = row.people, row.old.people_on if row.people is not None else None
    kind = t(f"boundaries.went.{row.kind}")
    return (row.old.code, row.old.name, *new, kind, round(row.area_m2 / _KM2_M2, 6), *shares, *counted)
