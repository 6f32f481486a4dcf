"""Says what was found in a file as a whole, each with its reason, how sure it is, and what else it could have been."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from geo.geodesy.sources import find_source
from layers.imports.batch_records import Batch
from layers.imports.import_layers import TARGETS
from layers.imports.staged_rows import Fault
from webmap.http.i18n import t, translator
from webmap.pages.files.import_told import field_words, tell_fault

MOST_PAIRS: Final = 3
"""Texts before and after that a column is shown with."""

_PLAIN: Final = frozenset({"ascii", "unicode", "utf8_bytes"})
_OPEN: Final = frozenset({"mixed", "unclear"})
_MOST_OF_FILE: Final = 20
_UNSURE: Final = frozenset({"not_here", "no_places", "foreign", "undecided", "usual"}) | _OPEN


@dataclass(frozen=True)
class Chance:
    """One reading that was weighed.

    Attributes
    ----------
    what, words
        Which one, and what more is to be said of it.
    percent
        How likely it is, or how much of the file fits it: 0 to 100.
    """

    what: str
    percent: int
    words: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that was found.

    Attributes
    ----------
    title, what, why
        Of what kind it is, what it is, and how that is known.
    is_warning
        Whether somebody should look at it.
    pairs
        Examples before and after.
    chances, notes
        What was weighed: readings with their figures, and sentences.
    """

    title: str
    what: str
    why: str = ""
    is_warning: bool = False
    pairs: Sequence[tuple[str, str]] = ()
    chances: Sequence[Chance] = ()
    notes: Sequence[str] = ()


def tell_findings(batch: Batch) -> list[Finding]:
    """Return what was found in the file as a whole, each with its reason."""
    found = batch.diagnosis
    is_drawn = TARGETS[batch.target].geometry is not None
    return [
        *([_tell_crs(found)] if is_drawn else []),
        *_tell_encodings(found),
        _tell_mapping(batch),
        *_tell_conventions(found),
        *map(_tell_whole, _faults_of_file(found)),
    ]


def _tell_crs(found: Mapping[str, Any]) -> Finding:
    title, reason = t("imports.crs"), found["crs_reason"]
    if not found["crs"]:
        return Finding(title, t("imports.crs_none"))
    crs, declared = find_source(found["crs"]), found.get("declared")
    why = [t(f"imports.crs_why.{reason}", declared=find_source(declared).name if declared else "")]
    if found["is_swapped"] and reason != "axes_swapped":
        why.append(t("imports.swapped"))
    what = f"{crs.name} ({crs.code})" if crs.epsg else crs.name
    return Finding(
        title, what, " ".join(why), is_warning=reason in _UNSURE, chances=list(_tell_fits(found)),
        notes=[] if found["crs_rivals"] or not found["crs_facts"] else [t("imports.crs_alone")],
    )  # fmt: skip


def _tell_fits(found: Mapping[str, Any]) -> Iterator[Chance]:
    """Yield how much of the file lies in known areas under the system that was chosen, and under its rivals."""
    if not found["crs_facts"]:
        return
    chosen = {"crs": found["crs"], "is_swapped": found["is_swapped"], **found["crs_facts"]}
    for one in (chosen, *found["crs_rivals"]):
        words = [t("imports.fit_swapped")] if one["is_swapped"] else []
        if one.get("border_m") is not None:
            words.append(t("imports.fit_border", n=round(one["border_m"])))
        yield Chance(find_source(one["crs"]).name, one["share"], "; ".join(words))


def _tell_encodings(found: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the columns whose text was not right as it is; where all are, that."""
    title, reasons = t("imports.encodings"), found["encoding_reasons"]
    odd = [column for column in found["encodings"] if reasons[column] not in _PLAIN]
    if not odd:
        yield Finding(title, t("imports.encodings_fine"))
    for column in odd:
        reason, chances = reasons[column], found["encoding_chances"].get(column, {})
        yield Finding(
            t("imports.encoding_of", column=column),
            t(f"imports.encoding.{found['encodings'][column]}"),
            t(f"imports.encoding_why.{reason}"),
            is_warning=reason in _UNSURE,
            pairs=_pairs(found, column),
            chances=[Chance(t(f"imports.encoding.{name}"), round(100 * p)) for name, p in chances.items()],
            notes=[t("imports.encodings_weighed")],
        )


def _tell_mapping(batch: Batch) -> Finding:
    found = batch.diagnosis
    pairs = [(column, field_words(name)) for name, column in found["mapping"].items()]
    used = {*found["mapping"].values(), *found.get("shape_from", {}).values()}
    unused = [column for column in found["columns"] if column not in used]
    why = [t(f"imports.mapping_why.{found['mapping_reason']}", sender=batch.sender)]
    if unused:
        why.append(t("imports.unused", names=", ".join(unused)))
    asked = (field.name for field in TARGETS[batch.target].fields if field.is_required)
    missing = [field_words(name) for name in asked if name not in found["mapping"]]
    if missing:
        why.append(t("imports.columns_missing", names=", ".join(missing)))
    rivals = [
        t("imports.mapping_rival", field=field_words(name), columns=", ".join(columns))
        for name, columns in found["mapping_rivals"].items()
    ]
    what = t("imports.mapped", n=len(pairs))
    return Finding(
        t("imports.mapping"), what, " ".join(why), is_warning=bool(missing), pairs=pairs, notes=rivals
    )


def _tell_conventions(found: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield how columns of days and numbers are written, where that makes a difference."""
    for name, one in found["conventions"].items():
        if one["reason"] == "plain":
            continue
        column = found["mapping"][name]
        yield Finding(
            t(f"imports.convention.{one['kind']}", column=column),
            t(f"imports.convention.{one['name'] if one['reason'] not in _OPEN else one['reason']}"),
            t(f"imports.convention_why.{one['reason']}"),
            is_warning=one["reason"] in _UNSURE,
            pairs=_pairs(found, column),
        )


def _pairs(found: Mapping[str, Any], column: str) -> list[tuple[str, str]]:
    """Return texts of a column as the file has them and as they are read, those that differ."""
    field = next((name for name, one in found["mapping"].items() if one == column), "")
    kind = found["conventions"].get(field, {}).get("kind")
    texts = [(one["before"].get(column), one["after"].get(field)) for one in found["samples"]]
    pairs = dict.fromkeys((str(before), _as_read(after, kind)) for before, after in texts if after)
    return [pair for pair in pairs if pair[0] != pair[1]][:MOST_PAIRS]


def _as_read(value: Any, kind: str | None) -> str:
    """Return a value so that nobody can take it for another: a day in words, a number as it is written here."""
    if kind == "day":
        day = date.fromisoformat(value)
        return t("imports.day_read", day=day.day, month=day.month, year=str(day.year))
    return translator().number(value) if kind == "number" else str(value)


def _faults_of_file(found: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong with the rows together, such as gaps between areas: no row of the list tells it."""
    listed = [one for one in found["faults"] if one["code"].startswith("import_coverage_") or not one["nth"]]
    return [Fault(one["nth"], one["code"], one["facts"], one["is_fatal"]) for one in listed[:_MOST_OF_FILE]]


def _tell_whole(fault: Fault) -> Finding:
    return Finding(t("imports.whole_file"), tell_fault(fault), is_warning=True)
