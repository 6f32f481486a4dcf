"""The part of a form that cites a document: what it asks for, and what becomes of it."""

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from geo.errors import PersonalData
from layers.actor import SYSTEM
from layers.records.documents import Document, add_document
from layers.store.database import Database
from layers.store.schema import document
from webmap.pages.records.citing import NEW, CitingForm

_UUID = "0198c0de-0000-4000-8000-000000000001"
_WHOLE = {"new_kind": "KH", "new_number": "09/KH-UBMT", "new_issuer": "Ban Thường trực",
          "new_issued_on": "5/3/2024", "new_title": "Giám sát địa bàn"}  # fmt: skip


class _Letter(CitingForm):
    kind_of_new = "CV"


def _form(app: Flask, fields: dict[str, str], form: type[CitingForm] = CitingForm) -> CitingForm:
    with app.test_request_context():
        sent = form(MultiDict(fields))
        sent.offer_documents([(_UUID, "15/CV-MTTQ")], none="không có")
        assert sent.validate(), sent.errors
    return sent


@pytest.mark.parametrize(
    ("fields", "is_needed", "expected"),
    [
        ({}, False, True),
        ({}, True, False),
        ({"document": _UUID}, True, True),
        (_WHOLE, True, True),
        ({"new_title": "Giám sát địa bàn"}, False, False),
        ({**_WHOLE, "document": _UUID}, False, False),
    ],
    ids=["none", "none where one is needed", "chosen", "new", "begun", "both"],
)
def test_a_document_is_chosen_or_entered_whole(
    app: Flask, fields: dict[str, str], is_needed: bool, expected: bool
) -> None:
    form = _form(app, fields)
    with app.test_request_context():
        assert form.check_document(NEW, is_needed=is_needed) is expected


def test_what_is_lacking_is_told_beside_its_field(app: Flask) -> None:
    form = _form(app, {"new_title": "Giám sát địa bàn"})
    with app.test_request_context():
        form.check_document(("kind", "title"))
    assert [name for name in form.data if form[name].errors] == ["new_kind"]


def test_a_form_sent_twice_adds_one_document(app: Flask, store: Database) -> None:
    form = _form(app, {name: value for name, value in _WHOLE.items() if name != "new_kind"}, _Letter)
    with store.write(SYSTEM, "document.add") as change:
        row = form.cite(change, uuid=_UUID)
        assert form.cite(change, uuid=_UUID) == row
        d = document.c
        kept = change.connection.execute(select(d.kind, d.number, d.title).where(d.id == row)).one()
    assert tuple(kept) == ("CV", "09/KH-UBMT", "Giám sát địa bàn")


def test_one_of_the_register_is_found_and_none_is_none(app: Flask, store: Database) -> None:
    with store.write(SYSTEM, "document.add") as change:
        row = add_document(change, Document("CV", "Về việc kiến nghị", uuid=_UUID))
        assert _form(app, {"document": _UUID}).cite(change, uuid=None) == row
        assert _form(app, {}).cite(change, uuid=None) is None


def test_a_name_is_told_in_the_field_of_the_form(app: Flask, store: Database) -> None:
    form = _form(app, {**_WHOLE, "new_title": "Về anh Nguyễn Văn Bảy, 0903123456"})
    with pytest.raises(PersonalData) as told, store.write(SYSTEM, "document.add") as change:
        form.cite(change, uuid=_UUID)
    assert told.value.facts["field"] == "new_title"
