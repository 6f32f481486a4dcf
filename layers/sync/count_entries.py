"""Stores counts that were entered without a network; where another value stands already, that is a conflict."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from layers.actor import Actor
from layers.errors import Refused, StaleVersion
from layers.people.conflicts import Proposal, keep_proposal
from layers.programme.figures import ENTER, LARGEST, Sheet, enter_counts, read_figures
from layers.programme.units import get_unit
from layers.store.database import Write
from layers.sync.answers import Clash, Stored
from layers.sync.bodies import Body
from layers.sync.entries import Entry

FIELDS = frozenset({"unit", "month", "counts", "versions", "reason", "not_person"})
"""What the body of counts may tell."""

LONGEST_REASON = 300
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def read_sheet(body: Body) -> Sheet:
    """Return the counts that a body tells.

    Raises
    ------
    Refused
        ``entry_malformed``, with the field.
    """
    counts, versions = body.pairs("counts"), body.pairs("versions")
    told, started = Body(counts, counts.keys(), "counts."), Body(versions, versions.keys(), "versions.")
    if not counts:
        raise Refused("entry_incomplete", field="counts")
    return Sheet(
        body.code("unit"),
        _read_month(body),
        {name: told.optional_whole(name, most=LARGEST) for name in counts},
        {name: started.whole(name, least=1) for name in versions},
        body.text("reason", LONGEST_REASON),
    )


def store_counts(change: Write, entry: Entry) -> Stored | Clash:
    """Enter the counts of an entry.

    Raises
    ------
    Refused, PersonalData, NotFound, OutsideScope
        As `layers.programme.figures.enter_counts`.
    """
    sheet = read_sheet(Body(entry.body, FIELDS))
    about = f"{sheet.unit} {sheet.month:%Y-%m}"
    try:
        enter_counts(change, sheet)
    except StaleVersion as error:
        present = tell_counts(change.connection, change.actor, entry.body)
        return Clash("figure", about, error.code, present, _keep(change, sheet, about))
    return Stored("figure", about)


def tell_counts(connection: Connection, actor: Actor, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands now for the unit and month that a body names."""
    sheet = read_sheet(Body(body, FIELDS))
    unit = get_unit(connection, actor, sheet.unit, ENTER, sheet.month)
    found = read_figures(connection, actor, unit, sheet.month)
    return {
        "unit": sheet.unit,
        "month": f"{sheet.month:%Y-%m}",
        "counts": {name: one.value for name, one in found.items()},
        "versions": {name: one.version for name, one in found.items()},
    }


def _keep(change: Write, sheet: Sheet, about: str) -> str:
    unit = get_unit(change.connection, change.actor, sheet.unit, ENTER, sheet.month)
    fields = (
        ("unit", sheet.unit),
        ("month", f"{sheet.month:%Y-%m}"),
        *((f"count_{name}", "" if value is None else str(value)) for name, value in sheet.counts.items()),
        *((f"none_{name}", "1") for name, value in sheet.counts.items() if value is None),
        *((f"version_{name}", str(version)) for name, version in sheet.versions.items()),
        ("reason", sheet.reason or ""),
    )
    codes = frozenset(name for name, _ in fields) - {"reason"}
    base = min(sheet.versions.values(), default=0)
    name = f"{unit.name}, {sheet.month:%m/%Y}"
    return keep_proposal(change, Proposal("figure", about, name, base, "/programme/counts", fields, codes))


def _read_month(body: Body) -> date:
    found = _MONTH.fullmatch(str(body.get("month")))
    if not found or int(found[1]) < 1:
        raise Refused("entry_malformed", field="month")
    return date(int(found[1]), int(found[2]), 1)
