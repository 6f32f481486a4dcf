"""Puts a report in words, as its documents tell it: letterhead, sections, figures beside those before, who receives it.

Whoever reads it, a report is in Vietnamese: it is a paper of Vietnamese offices, and one that is locked is to stay the
same for every reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from layers.programme.categories import list_categories
from layers.programme.figures import MASKED_BELOW
from layers.reporting.fact_sheet import Fact, FactSheet
from layers.reporting.owners import Owner
from layers.reporting.report_periods import Period
from layers.reporting.report_steps import PUBLISHED
from layers.reporting.sections import list_sections
from webmap.texts import Translator

LANGUAGE: Final = "vi"

_NUMERALS: Final = ("I", "II", "III", "IV", "V", "VI", "VII")
_END: Final = "./."
_BY_WARD: Final = (
    "HS_ACTIVE", "HS_CONV", "HS_DONE", "HS_RELAPSE", "VISITS", "VISIT_ONTIME", "PROP_SENT", "PROP_ANS", "PROP_LATE",
    "COMMEND",
)  # fmt: skip
WARD_COLUMNS: Final = len(_BY_WARD)
"""Figures in the table of wards, one a column."""

_FIGURES_IN: Final = "results"


@dataclass(frozen=True)
class FactRow:
    """A figure as it is written: number in the table, name, value, the one before, change, and a mark for the notes."""

    number: str
    name: str
    value: str
    previous: str
    change: str
    mark: str


@dataclass(frozen=True)
class FactGroup:
    """Figures of one kind."""

    title: str
    rows: tuple[FactRow, ...]


@dataclass(frozen=True)
class SectionText:
    """A section: its numeral and heading, its paragraphs, and whether the figures stand below it."""

    numeral: str
    heading: str
    paragraphs: tuple[str, ...]
    has_figures: bool


@dataclass(frozen=True)
class WardTable:
    """The figures of each ward: heads of the columns, and a row for each ward and for all."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ReportPaper:
    """A report in words.

    Attributes
    ----------
    parent, body
        Lines of the letterhead: the body above, and the one that reports.
    place, year
        Where and in which year it is made; number and day stay blank until the clerk issues it.
    subject
        What it is about.
    opening
        First paragraph.
    sections
        In order.
    groups
        Its figures.
    wards
        The same by ward; None for a ward.
    notes
        What the marks of the figures mean, and to which day they reach.
    recipients
        Lines of the list.
    draft
        What stands above it while it is no more than a draft, or invented; else empty.
    code
        Its public code.
    sheet
        The figures themselves.
    """

    parent: str
    body: str
    place: str
    year: int
    subject: str
    opening: str
    sections: tuple[SectionText, ...]
    groups: tuple[FactGroup, ...]
    wards: WardTable | None
    notes: tuple[str, ...]
    recipients: tuple[str, ...]
    draft: str
    code: str
    sheet: FactSheet


@dataclass(frozen=True)
class Reported:
    """What a report says, from which its paper is made; ``demo`` says that it is invented where it is."""

    code: str
    owner: Owner
    period: Period
    state: str
    texts: Mapping[str, str]
    facts: FactSheet
    demo: str = ""


@cache
def paper_words(*, is_strict: bool = False) -> Translator:
    """Return the words in which papers are written."""
    return Translator(LANGUAGE, is_strict=is_strict)


def tell_report(told: Reported) -> ReportPaper:
    """Return a report in words."""
    t = paper_words().text
    owner, period, facts = told.owner, told.period, told.facts
    named = name_period(period)
    return ReportPaper(
        parent=t("report_paper.parent", body=_parent(owner)).upper(),
        body=t("report_paper.body", area=owner.name).upper(),
        place=_place(owner),
        year=facts.cut_off.year,
        subject=t("report_paper.subject", period=named),
        opening=t("report_paper.opening", area=owner.name, period=named, day=facts.cut_off),
        sections=_sections(told.texts),
        groups=tuple(_group(group, rows) for group, rows in facts.by_group().items()),
        wards=_wards(facts),
        notes=_notes(facts),
        recipients=tuple(t("report_paper.recipients", body=_parent(owner), area=owner.name).splitlines()),
        draft=" ".join(filter(None, (told.demo, "" if told.state in PUBLISHED else t("report_paper.draft")))),
        code=told.code,
        sheet=facts,
    )


def name_period(period: Period, translator: Translator | None = None) -> str:
    """Return what a period is called: tháng 11 năm 2026."""
    words = translator or paper_words()
    key = f"half.{period.number}" if period.kind == "half" else period.kind
    return words.text(f"report_paper.period.{key}", number=period.number, year=period.year)


def name_fact(code: str, translator: Translator | None = None) -> str:
    """Return what a figure is called."""
    words = translator or paper_words()
    category = next((one for one in list_categories() if one.code == code), None)
    if category is not None:
        return category.text_en if words.locale == "en" else category.text_vi
    return words.text(f"report_paper.fact.{code}")


def write_value(fact: Fact, value: float | None, translator: Translator | None = None) -> str:
    """Return a figure as it is written."""
    words = translator or paper_words()
    if fact.is_masked:
        return words.text("report_paper.masked", n=MASKED_BELOW)
    if value is None:
        return words.text("report_paper.none")
    if fact.is_percent:
        return f"{words.number(value, decimals=1)}%"
    return words.number(round(value))


def write_figures(facts: FactSheet) -> dict[str, str]:
    """Return the figures that are there as sentences take them, by code; a share without its sign."""
    return {
        fact.code: write_value(fact, fact.value).removesuffix("%")
        for fact in facts.facts
        if fact.value is not None
    }


def write_change(fact: Fact, translator: Translator | None = None) -> str:
    """Return how far a figure is from the one before, with its sign; a dash where there is none."""
    words = translator or paper_words()
    if fact.value is None or fact.previous is None:
        return "–"
    change = fact.value - fact.previous
    sign = "+" if change > 0 else "-" if change < 0 else ""
    return sign + words.number(abs(change), decimals=1 if fact.is_percent else 0)


def find_mark(fact: Fact) -> str:
    """Return the mark of a figure that wants a second look."""
    return "**" if fact.is_missing else "*" if fact.is_jump else ""


def _sections(texts: Mapping[str, str]) -> tuple[SectionText, ...]:
    t = paper_words().text
    split = {
        section.code: [line.strip() for line in texts.get(section.code, "").splitlines() if line.strip()]
        or [t("report_paper.nothing")]
        for section in list_sections()
    }
    last = list_sections()[-1].code
    split[last][-1] = split[last][-1].removesuffix(".") + _END
    return tuple(
        SectionText(numeral, t(f"report_paper.section.{code}").upper(), tuple(lines), code == _FIGURES_IN)
        for numeral, (code, lines) in zip(_NUMERALS, split.items(), strict=False)
    )


def _group(group: str, facts: tuple[Fact, ...]) -> FactGroup:
    rows = tuple(
        FactRow(
            str(number),
            name_fact(fact.code),
            write_value(fact, fact.value),
            write_value(fact, fact.previous),
            write_change(fact),
            find_mark(fact),
        )
        for number, fact in enumerate(facts, 1)
    )
    return FactGroup(paper_words().text(f"report_paper.group.{group}"), rows)


def _wards(facts: FactSheet) -> WardTable | None:
    """Return the table of wards; what is counted of each category by ward stands in the annex."""
    if not facts.wards:
        return None
    t = paper_words().text
    told = {fact.code: fact for fact in facts.facts}
    shown = [told.get(code, Fact(code, "", None)) for code in _BY_WARD]
    rows = [
        (ward.name, *(write_value(fact, ward.values.get(fact.code)) for fact in shown))
        for ward in facts.wards
    ]
    rows.append((t("report_paper.total"), *(write_value(fact, fact.value) for fact in shown)))
    heads = (t("report_paper.ward"), *(t(f"report_paper.short.{fact.code}") for fact in shown))
    return WardTable(heads, tuple(rows))


def _notes(facts: FactSheet) -> tuple[str, ...]:
    t = paper_words().text
    notes = [t("report_paper.note_day", day=facts.cut_off)]
    if any(fact.is_jump for fact in facts.facts):
        notes.append(t("report_paper.note_jump"))
    if any(fact.is_missing for fact in facts.facts):
        notes.append(t("report_paper.note_missing"))
    if facts.wards:
        notes.append(t("report_paper.note_shared"))
    return tuple(notes)


def _parent(owner: Owner) -> str:
    """Return the name of the area that an area lay in, as its full name has it."""
    _, _, above = owner.full_name.partition(", ")
    return above.partition(", ")[0] or owner.name


def _place(owner: Owner) -> str:
    """Return where a report is made: the name of the area without what kind of area it is, unless it is a number."""
    t = paper_words().text
    name = owner.name.removesuffix(t("report_paper.former"))
    for kind in t("report_paper.area_kinds").split(","):
        rest = name.removeprefix(kind)
        if rest != name and not rest.isdigit():
            return rest
    return name
