"""Forms of pages: fields that read what people type, and faults told beside the field where they arose."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from flask import Flask, request
from wtforms import Field, Form, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from geo.errors import AppError, PersonalData
from geo.text.names import to_nfc
from layers.store.wording import claim_no_persons
from webmap.http.i18n import t, translator

NO_PERSON = "not_person"
"""Name of the box by which a writer answers for a found name."""

_TYPED_DAY = re.compile(r"(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})")


def init_app(app: Flask) -> None:
    """Hear before every request which found names its writer says are no person's."""
    app.before_request(lambda: claim_no_persons(_claimed()))


class PageForm(Form):
    """A form of a page.

    Attributes
    ----------
    told
        Faults that belong to no single field.
    found
        By field, where in its text something personal was found: first character and the one behind the last.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: list[str] = []
        self.found: dict[str, tuple[int, int]] = {}

    @classmethod
    def sent(cls, **kwargs: Any) -> Self:
        """Return the form as it was sent with this request."""
        return cls(request.form, **kwargs)

    def tell(self, error: AppError) -> None:
        """Put the fault that a rule of the register found beside its field, or else above the form."""
        words = translator().error(error.code, error.facts)
        name = str(error.facts.get("field") or error.facts.get("parameter") or "")
        field: Any = self._fields.get(name)
        if field is None:
            self.told.append(words)
            return
        field.errors = [*field.errors, words]
        if isinstance(error, PersonalData):
            start, end = int(str(error.facts["start"])), int(str(error.facts["end"]))
            self.found[name] = (start, end)
            if error.facts["kind"] == "person_name" and isinstance(field.data, str):
                field.maybe_no_person = field.data[start:end]


class Given:
    """Asks for a field: refuses an empty one, in the reader's words."""

    field_flags: Mapping[str, Any] = {"required": True}

    def __call__(self, _form: Form, field: Field) -> None:
        """Stop where nothing is given."""
        if field.process_errors:
            raise StopValidation  # what was typed could not be read, and is told already
        if field.data is None or field.data in ("", []):
            field.errors = []
            raise StopValidation(t("forms.missing"))


class DayField(Field):
    """A day as people here write it, dd/mm/yyyy; ISO is understood as well."""

    widget = TextInput()
    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day that was typed; an empty field is None."""
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not self.typed:
            return
        found = _TYPED_DAY.fullmatch(self.typed)
        try:
            if found:
                self.data = date(int(found[3]), int(found[2]), int(found[1]))
            else:
                self.data = date.fromisoformat(self.typed)
        except ValueError as error:
            raise ValueError(t("forms.day")) from error

    def _value(self) -> str:
        return f"{self.data:%d/%m/%Y}" if self.data else getattr(self, "typed", "")


class _Words:
    """Reads text as it is kept: composed Unicode, trimmed, without NUL or lone surrogates; None where it is empty."""

    most: int
    data: str | None
    claimed: Sequence[str] = ()
    maybe_no_person = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text that was typed."""
        sent = valuelist[0] if valuelist else ""
        typed = to_nfc(sent).replace("\r\n", "\n").strip()
        self.data = typed or None
        self.claimed = [name for name in _claimed() if name in typed]
        if "\0" in sent or any("\ud800" <= letter <= "\udfff" for letter in sent):
            raise ValueError(t("forms.unreadable"))
        if len(typed) > self.most:
            raise ValueError(t("forms.too_long", n=self.most))


class LineField(_Words, StringField):
    """One line of text of at most ``most`` characters."""

    def __init__(self, *args: Any, most: int = 200, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most


class NoteField(_Words, TextAreaField):
    """Some lines of text of at most ``most`` characters."""

    def __init__(self, *args: Any, most: int = 2000, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most


class WholeField(IntegerField):
    """A whole number between two limits; None where it is empty."""

    def __init__(self, *args: Any, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number that was typed."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        if not re.fullmatch(r"-?\d{1,9}", typed, re.ASCII) or not self.least <= int(typed) <= self.most:
            raise ValueError(t("forms.whole", least=self.least, most=self.most))
        self.data = int(typed)


class CodeField(SelectField):
    """One of some codes; the empty choice stands for None. The page sets ``choices``: pairs of code and text."""

    def __init__(self, *, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(None, list(validators), coerce=_code, choices=[], validate_choice=False, **kwargs)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - named by WTForms
        """Refuse a code that is not in the list."""
        if self.data is not None and self.data not in _codes(self.choices):
            raise ValidationError(t("forms.choice"))


class CodesField(SelectMultipleField):
    """Some of some codes. The page sets ``choices``: pairs of code and text."""

    def __init__(self, *, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(None, list(validators), choices=[], validate_choice=False, **kwargs)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - named by WTForms
        """Refuse a code that is not in the list."""
        if not set(self.data or ()) <= _codes(self.choices):
            raise ValidationError(t("forms.choice"))


class UuidField(StringField):
    """An identifier that the page made, so that a form sent twice is recorded once."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the identifier."""
        try:
            self.data = str(UUID(valuelist[0])) if valuelist and valuelist[0] else None
        except ValueError as error:
            raise ValueError(t("forms.unreadable")) from error


class JsonField(StringField):
    """A value that the page's script wrote as JSON; None where it is empty."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the value; the text itself stays for the page that is shown again."""
        self.typed = valuelist[0] if valuelist else ""
        self.data = None
        if not self.typed.strip():
            return
        try:
            self.data = json.loads(self.typed)
        except (ValueError, RecursionError) as error:
            raise ValueError(t("forms.unreadable")) from error

    def _value(self) -> str:
        return str(getattr(self, "typed", "")) or (json.dumps(self.data) if self.data is not None else "")


def sent_values(form: PageForm) -> list[tuple[str, str]]:
    """Return a form as the pairs of name and text that a browser would send."""
    pairs: list[tuple[str, str]] = []
    for field in form:
        if isinstance(field.data, list | tuple):
            pairs += [(field.name, str(item)) for item in field.data]
        elif isinstance(field.data, date):
            pairs.append((field.name, f"{field.data:%d/%m/%Y}"))
        elif isinstance(field.data, dict):
            pairs.append((field.name, json.dumps(field.data)))
        elif field.data is not None and field.data is not False and field.data != "":
            pairs.append((field.name, str(field.data)))
    return pairs


def _claimed() -> list[str]:
    return [to_nfc(name) for name in request.form.getlist(NO_PERSON)] if request.method == "POST" else []


def _codes(choices: Any) -> set[str]:
    return {str(choice[0]) for choice in choices}


def _code(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
