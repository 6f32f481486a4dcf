"""The form of monthly counts: a field for each category, and what was typed there as the register takes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from wtforms import BooleanField

from layers.programme.categories import Category, list_categories
from layers.programme.figures import LARGEST, Figure, Sheet, is_jump
from webmap.http.forms import LineField, PageForm, WholeField
from webmap.http.i18n import translator

COUNT, NONE, VERSION = "count_", "none_", "version_"
"""The fields of a category are named by these and its code."""

_LAST_VERSION = 999_999_999


class CountForm(PageForm):
    """Which unit and month is counted, and why counts are corrected; `make_count_form` adds the categories."""

    unit = LineField(most=60)
    month = LineField(most=7)
    conflict = LineField(most=40)
    reason = LineField(most=300)


@dataclass(frozen=True)
class Row:
    """A category on the page.

    Attributes
    ----------
    code, text
        Of the category, in the language of the page.
    before
        Count of the month before; None where it was not entered.
    present
        Count of the month; None where it was not entered.
    count, none, version
        Fields of the form; None where the reader only reads.
    is_jump
        Whether the count is so different from that of the month before that it is worth a second look.
    """

    code: str
    text: str
    before: Figure | None
    present: Figure | None
    count: Any = None
    none: Any = None
    version: Any = None

    @property
    def is_jump(self) -> bool:
        """Whether what was entered is worth a second look."""
        known = self.before is not None and self.present is not None
        return known and is_jump(self.before.value, self.present.value)  # type: ignore[union-attr] # both are there


def make_count_form() -> type[CountForm]:
    """Return the form with the fields of every category."""
    fields: dict[str, Any] = {}
    for one in list_categories():
        fields[COUNT + one.code] = WholeField(least=0, most=LARGEST)
        fields[NONE + one.code] = BooleanField()
        fields[VERSION + one.code] = WholeField(least=1, most=_LAST_VERSION)
    return type("CategoriesForm", (CountForm,), fields)


def first_values(present: Mapping[str, Figure]) -> dict[str, Any]:
    """Return what stands in the form at first: the counts that were entered, and from which version they are."""
    told: dict[str, Any] = {}
    for code, figure in present.items():
        told[COUNT + code] = figure.value
        told[NONE + code] = figure.value is None
        told[VERSION + code] = figure.version
    return told


def read_sheet(form: Any, unit: str, month: date) -> Sheet:
    """Return the counts that a form that was found right tells; what was left empty is not told."""
    counts: dict[str, int | None] = {}
    for one in list_categories():
        if form[NONE + one.code].data:
            counts[one.code] = None
        elif form[COUNT + one.code].data is not None:
            counts[one.code] = form[COUNT + one.code].data
    versions = {
        one.code: form[VERSION + one.code].data
        for one in list_categories()
        if form[VERSION + one.code].data is not None
    }
    return Sheet(unit, month, counts, versions, form.reason.data)


def start_anew(form: Any, present: Mapping[str, Figure]) -> None:
    """Let a form start from what stands now: what was typed stays, what somebody else entered is told beside it."""
    for code, figure in present.items():
        field = form[VERSION + code]
        field.data, field.raw_data = figure.version, None  # or the page would show what was sent


def list_groups(
    before: Mapping[str, Figure], present: Mapping[str, Figure], form: Any | None
) -> Iterator[tuple[str, Sequence[Row]]]:
    """Yield the groups of categories with their rows, in the order of the form."""
    for group, categories in groupby(list_categories(), key=lambda one: one.group):
        yield group, [_row(one, before, present, form) for one in categories]


def _row(one: Category, before: Mapping[str, Figure], present: Mapping[str, Figure], form: Any | None) -> Row:
    text = one.text_en if translator().locale == "en" else one.text_vi
    fields = () if form is None else (form[COUNT + one.code], form[NONE + one.code], form[VERSION + one.code])
    return Row(one.code, text, before.get(one.code), present.get(one.code), *fields)
