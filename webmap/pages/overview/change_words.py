"""Says the rows of the audit in words: what was done, to what, and which field went from what to what."""

import re
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from layers.overview.named_rows import Names
from layers.store.changes import Drawing, FieldChange
from layers.store.log import LogRow
from webmap.http.i18n import t, tell_moment, translator

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}.*")
_CODES = {
    "state": "codes.status",
    "kind": "codes.kind",
    "role": "codes.role",
    "topics": "codes.topic",
    "level": "codes.level",
}
"""Where the words of a field's codes stand; those of any other field under ``history.value``."""

_UNSAID = frozenset({"uuid", "version", "sha256"})
"""Fields that say nothing to people."""

_EVERYWHERE = "*"
_LONGEST = 300


def tell_row(row: LogRow, names: Names = MappingProxyType({})) -> dict[str, Any]:
    """Return what a page shows of a row of the audit, with the names of the rows that it refers to."""
    return {
        "at": tell_moment(row.recorded_at),
        "actor": row.actor_name,
        "action": _named(f"history.action.{row.action}", row.action),
        "object_type": _named(f"history.object.{row.object_type}", row.object_type),
        "object_id": row.object_id,
        "reason": row.reason,
        "changes": [_tell_change(change, names) for change in row.changes if change.field not in _UNSAID],
    }


def _named(key: str, code: str) -> str:
    return t(key) if translator().has(key) else code


def _tell_change(change: FieldChange, names: Names) -> dict[str, str]:
    inside, _, leaf = change.field.rpartition(".")
    return {
        "field": _named(f"history.field.{leaf}", leaf),
        "inside": _named(f"history.field.{inside}", inside) if inside else "",
        "before": _named_row(names, leaf, change.before) or _tell(leaf, change.before),
        "after": _named_row(names, leaf, change.after) or _tell(leaf, change.after),
    }


def _named_row(names: Names, field: str, value: object) -> str | None:
    return names.get((field, value)) if isinstance(value, int) else None


def _tell(field: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Drawing):
        return t(f"history.drawing.{value.kind}", n=value.size)
    if isinstance(value, bool):
        return t("history.yes") if value else t("history.no")
    if isinstance(value, int | float):
        is_row = field.endswith("_id") or field == "lead"
        return t("history.row", number=str(value)) if is_row else translator().number(value)
    if isinstance(value, tuple):
        return ", ".join(_tell(field, item) for item in value)
    return _tell_text(field, str(value))


def _tell_text(field: str, text: str) -> str:
    if _DAY.fullmatch(text):
        day = date.fromisoformat(text)
        return translator().date(day) if date.min < day < date.max else t("history.open")
    if _MOMENT.fullmatch(text):
        return tell_moment(datetime.fromisoformat(text))
    if field == "area" and text == _EVERYWHERE:
        return t("admin.grant.everywhere")
    for key in (f"{_CODES.get(field, field)}.{text}", f"history.value.{text}"):
        if translator().has(key):
            return t(key)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
