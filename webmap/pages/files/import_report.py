"""The report of a batch as a workbook: what was found, and what is wrong with which row."""

from collections.abc import Iterator

from layers.imports.batch_records import Batch
from layers.imports.staged_rows import Fault
from webmap.http.i18n import t
from webmap.pages.files.import_findings import tell_findings
from webmap.pages.files.import_told import tell_fault, tell_figures
from webmap.render.office.workbook import Column, Table, write_workbook


def write_report(batch: Batch) -> bytes:
    """Return the report for whoever sent the file."""
    title = t("imports.report_title", name=batch.file_name)
    summary = Table(
        t("imports.sheet.summary"),
        [Column(t("imports.sheet.fact")), Column(t("imports.sheet.value")), Column(t("imports.sheet.why"))],
        list(_summary(batch)),
        title=title,
    )
    faults = Table(
        t("imports.sheet.faults"),
        [
            Column(t("imports.sheet.row"), "number"),
            Column(t("imports.sheet.what")),
            Column(t("imports.sheet.fate")),
        ],
        list(_faults(batch)),
        title=title,
        notes=_missing(batch),
    )
    return write_workbook([summary, faults], title=title)


def _summary(batch: Batch) -> Iterator[tuple[object, ...]]:
    yield (t("imports.field.target"), t(f"imports.target.{batch.target}"), t(f"imports.state.{batch.state}"))
    if batch.layer_title:
        yield (t("imports.field.layer"), batch.layer_title, None)
    for name, count in tell_figures(batch.diagnosis):
        yield (t(f"imports.figure.{name}"), str(count), None)
    for finding in tell_findings(batch):
        yield (finding.title, finding.what, finding.why)
        yield from ((None, f"{before} → {after}", None) for before, after in finding.pairs)
        yield from ((None, f"{one.what}: {one.percent} %", one.words or None) for one in finding.chances)


def _faults(batch: Batch) -> Iterator[tuple[object, ...]]:
    for told in batch.diagnosis["faults"]:
        fault = Fault(told["nth"], told["code"], told["facts"], told["is_fatal"])
        fate = t("imports.refused") if fault.is_fatal else t("imports.repaired")
        yield (fault.nth or None, tell_fault(fault), fate)


def _missing(batch: Batch) -> list[str]:
    left = batch.diagnosis["faults_total"] - len(batch.diagnosis["faults"])
    return [t("imports.faults_left", n=left)] if left else []
