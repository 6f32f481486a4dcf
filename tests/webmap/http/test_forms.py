"""Forms: what people type is read as they mean it, and what cannot be is told beside its field."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from geo.errors import PersonalData
from layers.errors import Refused
from webmap.http import forms
from webmap.http.forms import Given


class _Form(forms.PageForm):
    day = forms.DayField()
    line = forms.LineField(most=10, validators=[Given()])
    note = forms.NoteField(most=20)
    count = forms.WholeField(least=1, most=40)
    kind = forms.CodeField()
    topics = forms.CodesField()
    uuid = forms.UuidField()
    shape = forms.JsonField()


@pytest.fixture(autouse=True)
def request_in_vietnamese(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        g.locale = "vi"
        yield


def _read(**typed: str | list[str]) -> _Form:
    form = _Form(MultiDict({"line": "x", **typed}))
    form.kind.choices = [("alley", "Hẻm"), ("bridge", "Cầu")]
    form.topics.choices = [("a", "A"), ("b", "B")]
    form.validate()
    return form


@pytest.mark.parametrize("typed", ["22/11/2026", "22-11-2026", "22.11.2026", "2026-11-22", " 22/11/2026 "])
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    form = _read(day=typed)
    assert (form.day.data, form.errors) == (date(2026, 11, 22), {})


@pytest.mark.parametrize("typed", ["31/02/2026", "hôm qua", "22/11/26", "2026-13-01"])
def test_a_wrong_day_is_told_and_stays_in_the_field(typed: str) -> None:
    form = _read(day=typed)
    assert form.day.data is None
    assert "ngày" in form.errors["day"][0]
    assert f'value="{typed}"' in str(_text_input(form.day))


def _text_input(field: forms.DayField) -> str:
    return f'<input value="{field._value()}">'


def test_text_is_composed_trimmed_and_limited() -> None:
    assert _read(line="  Hẻm ").line.data == "Hẻm"
    assert _read(note=" \n ").note.data is None
    assert list(_read(line="x" * 11).errors) == ["line"]
    assert list(_read(note="a\0b").errors) == ["note"]
    assert list(_read(line="").errors) == ["line"]


@pytest.mark.parametrize(("typed", "read"), [("", None), ("7", 7), ("40", 40)])
def test_a_whole_number(typed: str, read: int | None) -> None:
    form = _read(count=typed)
    assert (form.count.data, form.errors) == (read, {})


@pytest.mark.parametrize("typed", ["0", "41", "3.5", "x", "9" * 40, "٣"])
def test_a_number_out_of_its_limits_is_told(typed: str) -> None:
    assert "40" in _read(count=typed).errors["count"][0]


def test_codes_come_from_the_list() -> None:
    form = _read(kind="alley", topics=["a", "b"])
    assert not form.errors
    assert str(form.kind.data) == "alley"
    assert form.topics.data == ["a", "b"]
    none = _read(kind="")
    assert none.kind.data is None
    assert list(_read(kind="river").errors) == ["kind"]
    assert list(_read(topics=["a", "z"]).errors) == ["topics"]


def test_identifiers_and_shapes_are_checked() -> None:
    assert _read(shape='{"type":"Point"}').shape.data == {"type": "Point"}
    assert list(_read(shape="{", uuid="no").errors) == ["uuid", "shape"]
    assert (
        _read(uuid="00000000-0000-4000-8000-000000000000").uuid.data == "00000000-0000-4000-8000-000000000000"
    )


def test_a_rule_of_the_register_is_told_beside_its_field_or_above_the_form() -> None:
    form = _read()
    form.tell(PersonalData("personal_data", field="note", kind="phone", start=3, end=13))
    form.tell(Refused("document_exists", number="1"))
    assert form.note.errors
    assert form.found == {"note": (3, 13)}
    assert len(form.told) == 1
