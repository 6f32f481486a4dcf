"""Correcting what the register says of a document, with a reason; two who do so at once are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from geo.errors import PersonalData
from layers.errors import Refused, StaleVersion
from layers.records.corrections import FACTS, Correction, correct_document, list_corrections
from layers.records.documents import KINDS, Document, get_document, get_document_row
from layers.store import scope
from layers.store.database import Reading
from webmap.http import auth, conflicts
from webmap.http.conflicts import About, Dispute, State, plain
from webmap.http.forms import CodeField, DayField, Given, LineField, NoteField, PageForm, WholeField
from webmap.http.i18n import t

blueprint = Blueprint("document_corrections", __name__)


class CorrectionForm(PageForm):
    """What a document really says, and why the register said otherwise."""

    version = WholeField(least=1, most=2**31 - 1, validators=[Given()])
    kind = CodeField(validators=[Given()])
    title = NoteField(most=500, validators=[Given()])
    number = LineField(most=60)
    issued_on = DayField()
    issuer = LineField(most=200)
    reason = LineField(most=300, validators=[Given()])


@blueprint.get("/documents/<uuid>/edit")
def show_edit(uuid: str) -> ResponseReturnValue:
    """Show the form with what the register says."""
    with auth.database().read() as connection:
        present, _ = _read(connection, uuid)
    told = {name: getattr(present, name) for name in (*FACTS, "version")}
    return _form_page(_offered(CorrectionForm(data=told)), present)


@blueprint.post("/documents/<uuid>/edit")
def correct(uuid: str) -> ResponseReturnValue:
    """Record what the document really says; what was said before stays readable."""
    with auth.database().read() as connection:
        present, states = _read(connection, uuid)
    form: Any = _offered(CorrectionForm.sent())
    version = form.version.data or present.version
    if not conflicts.take_choice(form, states.get(version, {})):
        return conflicts.ask_again(
            _dispute(form, present, states, (conflicts.base_version(version), version))
        )
    if not form.validate():
        return _form_page(form, present), 422
    draft = replace(present, **{name: form[name].data for name in FACTS})
    try:
        with auth.database().write(auth.actor(), "document.correct", form.reason.data) as change:
            correct_document(change, uuid, draft, version=version, reason=form.reason.data)
            conflicts.settle(change)
    except StaleVersion:
        with auth.database().read() as connection:
            present, states = _read(connection, uuid)
        return conflicts.answer(_dispute(form, present, states, (version, present.version)))
    except (Refused, PersonalData) as error:
        form.tell(error)
        return _form_page(form, present), 422
    flash(t("documents.corrected"), "good")
    return redirect(url_for("documents.show", uuid=uuid), 303)


def _read(connection: Reading, uuid: str) -> tuple[Document, Mapping[int, State]]:
    """Return a document, and what each of its versions said."""
    scope.require(connection, auth.actor(), "document.correct")
    present = get_document(connection, get_document_row(connection, uuid))
    corrections: Sequence[Correction] = list_corrections(connection, uuid)
    versions = (present, *(one.before for one in corrections))
    return present, {one.version: {name: plain(getattr(one, name)) for name in FACTS} for one in versions}


def _dispute(form: Any, present: Document, states: Mapping[int, State], versions: tuple[int, int]) -> Dispute:
    uuid = str(present.uuid)
    base, theirs = (states.get(version, states[present.version]) for version in versions)
    name = present.number or present.title
    page, again = url_for("documents.show", uuid=uuid), url_for("document_corrections.show_edit", uuid=uuid)
    about = About("document", uuid, name, page, again)
    return conflicts.dispute_of(
        form, about, versions, (base, theirs), lambda name: t(f"documents.field.{name}")
    )


def _offered(form: CorrectionForm) -> CorrectionForm:
    form.kind.choices = [(kind, t(f"codes.document.{kind}")) for kind in KINDS]
    return form


def _form_page(form: CorrectionForm, present: Document) -> str:
    return render_template("documents/edit.html", form=form, document=present)
