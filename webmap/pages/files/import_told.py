"""Says in words what became of a file: its head, its figures, its rows with their faults."""

from collections.abc import Mapping
from typing import Any, Final

from flask import url_for

from layers.imports.batch_records import Batch
from layers.imports.batch_rows import BatchRow
from layers.imports.staged_rows import Fault
from webmap.http.i18n import t, tell_moment, translator
from webmap.pages.files.import_preview import name_row

_ALWAYS: Final = ("features", "accepted")


def tell_batch(batch: Batch) -> dict[str, Any]:
    """Return what the head of the page says of a batch."""
    draft = batch.made.get("draft")
    return {
        "code": batch.code,
        "name": batch.file_name,
        "layer": batch.layer_title,
        "state": batch.state,
        "target": batch.target,
        "version": batch.version,
        "at": tell_moment(batch.recorded_at),
        "by": batch.by,
        "sender": batch.sender,
        "reason": batch.reason,
        "accepted": batch.diagnosis["accepted"],
        "made_url": url_for("boundaries.show", draft_id=draft)
        if draft and batch.state == "confirmed"
        else None,
    }


def tell_figures(found: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return the figures of a batch by name, in the order of the page; of what there is none, most say nothing."""
    counts = {name: int(found[name]) for name in ("features", "accepted", "repaired", "duplicates")}
    counts["refused"] = counts["features"] - counts["accepted"]
    return [(name, n) for name, n in counts.items() if n or name in _ALWAYS]


def tell_row(one: BatchRow) -> dict[str, Any]:
    """Return a row as lists show it."""
    row, name = one.row, name_row(one.row.facts)
    title = t("imports.row_named", n=row.nth, name=name) if name else t("imports.row", n=row.nth)
    return {
        "nth": row.nth,
        "title": title,
        "words": [tell_fault(fault) for fault in row.faults],
        "is_fatal": row.is_fatal,
        "is_wanted": not one.is_skipped,
        "has_shape": row.geometry is not None,
        "same": _tell_same(row.duplicate_of),
    }


def tell_fault(fault: Fault) -> str:
    """Say what is wrong with a row, or what was changed."""
    facts = dict(fault.facts)
    if "field" in facts:
        facts["field"] = field_words(str(facts["field"]))
    if "changes" in facts:
        facts["changes"] = ", ".join(t(f"imports.change.{change}") for change in facts["changes"])
    if "rows" in facts:
        facts["rows"] = ", ".join(map(str, facts["rows"]))
    return translator().error(fault.code, facts)


def field_words(name: str) -> str:
    """Return what people call a field of the register."""
    key = f"imports.column.{name}"
    return t(key) if translator().has(key) else name


def _tell_same(duplicate_of: str | None) -> str:
    if duplicate_of is None:
        return ""
    if duplicate_of.startswith("#"):
        return t("imports.duplicate_row", n=int(duplicate_of[1:]))
    return t("imports.duplicate_of", code=duplicate_of)
