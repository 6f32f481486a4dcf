"""The forms of imports: what is sent, what the reader knows better than the doctor, and why a batch is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from wtforms import FileField, StringField

from geo.geodesy.crs import Crs
from geo.geodesy.sources import SOURCES
from geo.text.legacy import ENCODINGS
from layers.errors import Refused
from layers.imports.batch_records import Batch
from layers.imports.column_conventions import CONVENTIONS
from layers.imports.file_findings import Wish
from layers.imports.import_layers import TARGETS
from webmap.http import auth
from webmap.http.forms import CodeField, DayField, Given, LineField, PageForm, WholeField
from webmap.http.i18n import t

LONGEST_SENDER: Final = 100
_COLUMN, _ENCODING, _CONVENTION = "column-", "encoding-", "convention-"


class TermsForm(PageForm):
    """What only people know of a file.

    Attributes
    ----------
    target
        What its rows become.
    sender
        Office that sent it.
    valid_from
        First day of what it says, where its rows do not say it.
    """

    target = CodeField(validators=[Given()])
    sender = LineField(most=LONGEST_SENDER)
    valid_from = DayField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target.choices = target_choices()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields; a set of boundaries holds from a day that only people know."""
        is_valid = super().validate(extra_validators)
        if self.target.data != "boundaries" or self.valid_from.data or self.valid_from.errors:
            return is_valid
        self.tell(Refused("import_day_missing", field="valid_from"))
        return False


class UploadForm(TermsForm):
    """A file and what it is about.

    Attributes
    ----------
    kept
        Sealed word of a file that was sent before.
    layer
        Of a file that has several.
    crs
        Asked for only where the doctor finds none.
    """

    file = FileField()
    kept = StringField()
    layer = StringField()
    crs = CodeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file.flags.required = not self.kept.data
        self.crs.choices = crs_choices()

    def wish(self) -> Wish:
        """Return what is asked for; all else is left to the doctor."""
        return Wish(self.crs.data, {}, None, self.valid_from.data, self.sender.data or "")


class VersionForm(PageForm):
    """From which version of a batch somebody started."""

    version = WholeField(least=0, most=999_999_999, validators=[Given()])


class UndoForm(VersionForm):
    """Why what a batch wrote is taken back."""

    reason = LineField(most=500, validators=[Given()])


class ChoiceForm(VersionForm, TermsForm):
    """What the reader knows better than the doctor; `make_choice_form` adds a field for each column.

    Attributes
    ----------
    crs
        Left empty, it is found.
    """

    crs = CodeField()
    fields_asked: Sequence[str] = ()
    fields_needed: frozenset[str] = frozenset()
    texts_asked: Sequence[str] = ()
    customs_asked: Mapping[str, str] = MappingProxyType({})

    def columns(self) -> list[tuple[str, Any]]:
        """Return the fields of the register, each with the choice of a column."""
        form: Any = self
        return [(name, form[_COLUMN + name]) for name in self.fields_asked]

    def encodings(self) -> list[tuple[str, Any]]:
        """Return the columns of the file that hold text, each with the choice of its encoding."""
        form: Any = self
        return [(column, form[f"{_ENCODING}{at}"]) for at, column in enumerate(self.texts_asked)]

    def conventions(self) -> list[tuple[str, Any]]:
        """Return the fields of days and numbers, each with the choice of how its column is written."""
        form: Any = self
        return [(name, form[_CONVENTION + name]) for name in self.customs_asked]

    def wish(self, batch: Batch) -> Wish:
        """Return what was chosen; columns that were left as the doctor read them are not.

        Columns were chosen for what the rows were to become: where that is something else now, the doctor looks anew.
        """
        encodings = {column: field.data for column, field in self.encodings() if field.data}
        mapping = {name: field.data for name, field in self.columns() if field.data}
        is_same = batch.wish["mapping"] is None and mapping == batch.diagnosis["mapping"]
        wish = Wish(self.crs.data, encodings, None, self.valid_from.data, self.sender.data or "")
        if self.target.data != batch.target:
            return wish
        conventions = {name: field.data for name, field in self.conventions() if field.data}
        return replace(wish, mapping=None if is_same else mapping, conventions=conventions)


def make_choice_form(found: Mapping[str, Any], target: str) -> type[ChoiceForm]:
    """Return the form for a file.

    Parameters
    ----------
    found
        The report of the batch, as `layers.imports.diagnosis_report.tell_report` makes it.
    target
        What its rows become.
    """
    names = [field.name for field in TARGETS[target].fields]
    needed = frozenset(field.name for field in TARGETS[target].fields if field.is_required)
    texts = _columns_with_marks(found)
    customs = {name: one["kind"] for name, one in found["conventions"].items() if one["reason"] != "plain"}
    fields: dict[str, Any] = {
        "fields_asked": names,
        "fields_needed": needed,
        "texts_asked": texts,
        "customs_asked": customs,
    }
    fields |= {_COLUMN + name: CodeField() for name in names}
    fields |= {f"{_ENCODING}{at}": CodeField() for at in range(len(texts))}
    fields |= {_CONVENTION + name: CodeField() for name in customs}
    return type("FileForm", (ChoiceForm,), fields)


def offer(form: ChoiceForm, found: Mapping[str, Any]) -> None:
    """Put into the form what can be chosen."""
    form.crs.choices = crs_choices()
    columns = [("", t("imports.no_column")), *((name, name) for name in found["columns"])]
    encodings = [("", t("imports.auto")), *((name, t(f"imports.encoding.{name}")) for name in ENCODINGS)]
    for _, field in form.columns():
        field.choices = columns
    for _, field in form.encodings():
        field.choices = encodings
    for name, field in form.conventions():
        ways = CONVENTIONS[form.customs_asked[name]]
        field.choices = [("", t("imports.auto")), *((way, t(f"imports.convention.{way}")) for way in ways)]


def choices_made(batch: Batch) -> dict[str, Any]:
    """Return what stands in the form at first: the columns as they were read, and what was chosen before."""
    found, wish = batch.diagnosis, batch.wish
    told: dict[str, Any] = {_COLUMN + name: column for name, column in found["mapping"].items()}
    for at, column in enumerate(_columns_with_marks(found)):
        told[f"{_ENCODING}{at}"] = wish["encodings"].get(column)
    told |= {_CONVENTION + name: way for name, way in wish["conventions"].items()}
    day = wish["valid_from"]
    valid_from = date.fromisoformat(day) if day else None
    terms = {"target": batch.target, "valid_from": valid_from, "sender": wish["sender"]}
    return told | terms | {"crs": wish["crs"]}


def crs_choices() -> list[tuple[str, str]]:
    """Return the coordinate systems that a file may be in; first, that it is to be found."""
    return [("", t("imports.auto")), *((crs.code, _name_crs(crs)) for crs in SOURCES)]


def target_choices() -> list[tuple[str, str]]:
    """Return what rows may become, as far as the reader may write it."""
    return [(one.id, t(f"imports.target.{one.id}")) for one in TARGETS.values() if auth.may(one.action)]


def _columns_with_marks(found: Mapping[str, Any]) -> list[str]:
    """Return the columns whose text differs with the encoding: plain letters and digits are the same in all."""
    return [column for column, reason in found["encoding_reasons"].items() if reason != "ascii"]


def _name_crs(crs: Crs) -> str:
    return f"{crs.name} ({', '.join(crs.provinces)})" if crs.provinces else crs.name
