"""Makes the annex of a report: its figures as tables for Excel, the wards named by code and first day."""

from collections.abc import Iterator

from layers.reporting.fact_sheet import Fact, WardFacts
from webmap.render.office.workbook import Column, Table, write_workbook
from webmap.render.report_words import ReportPaper, name_fact, paper_words


def write_annex(paper: ReportPaper) -> bytes:
    """Return the figures of a report as a workbook."""
    return write_workbook(_tables(paper), title=paper.subject)


def _tables(paper: ReportPaper) -> Iterator[Table]:
    yield _figures(paper)
    if paper.sheet.wards:
        yield _by_ward(paper)


def _figures(paper: ReportPaper) -> Table:
    t = paper_words().text
    names = ("number", "group", "code", "name", "unit", "value", "previous", "change", "remark")
    kinds = ("number", "text", "text", "text", "text", "decimal", "decimal", "decimal", "text")
    columns = [
        Column(t(f"report_paper.column.{name}"), kind) for name, kind in zip(names, kinds, strict=True)
    ]
    rows = [
        (
            number,
            t(f"report_paper.group.{fact.group}"),
            fact.code,
            name_fact(fact.code),
            t("report_paper.unit.percent" if fact.is_percent else "report_paper.unit.count"),
            fact.value,
            fact.previous,
            None if fact.value is None or fact.previous is None else fact.value - fact.previous,
            _remark(fact),
        )
        for number, fact in enumerate(paper.sheet.facts, 1)
    ]
    return Table(t("report_paper.table.facts"), columns, rows, paper.subject, paper.notes)


def _by_ward(paper: ReportPaper) -> Table:
    t = paper_words().text
    facts = [
        fact for fact in paper.sheet.facts if any(fact.code in ward.values for ward in paper.sheet.wards)
    ]
    heads = [t("report_paper.column.code"), t("report_paper.column.from"), t("report_paper.ward")]
    columns = [
        *(Column(head) for head in heads),
        *(Column(name_fact(fact.code), "decimal" if fact.is_percent else "number") for fact in facts),
    ]
    rows = [(*_ward(ward), *(ward.values.get(fact.code) for fact in facts)) for ward in paper.sheet.wards]
    rows.append(("", "", t("report_paper.total"), *(fact.value for fact in facts)))
    return Table(t("report_paper.table.wards"), columns, rows, paper.subject, paper.notes, has_total=True)


def _ward(ward: WardFacts) -> tuple[str, str, str]:
    """Return code, first day and name: since codes were given anew, both are needed to say which area is meant."""
    code, _, since = ward.ward.partition("@")
    return code, since, ward.name


def _remark(fact: Fact) -> str:
    t = paper_words().text
    if fact.is_masked:
        return t("report_paper.remark.masked")
    if fact.value is None:
        return t("report_paper.remark.missing")
    if fact.is_missing:
        return t("report_paper.remark.partly", told=fact.told, all=fact.of)
    return t("report_paper.remark.jump") if fact.is_jump else ""
