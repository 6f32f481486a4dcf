"""The register of documents: its list, one document with its files, and the form for a new one."""

from typing import Any, cast
from uuid import uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from wtforms import FileField

from geo.errors import PersonalData
from layers.errors import Refused
from layers.records.corrections import list_corrections
from layers.records.document_files import attach_file, get_file, list_citations, list_files, remove_file
from layers.records.documents import (
    KINDS,
    Cursor,
    Document,
    add_document,
    get_document,
    get_document_row,
    list_documents,
)
from layers.records.scans import SHOWN, SUFFIXES, Scan, name_scan, prepare_scan
from layers.store import scope
from layers.store.blobs import BlobStore
from layers.store.database import Write
from webmap.errors import BadParameter
from webmap.http import auth, params
from webmap.http.forms import CodeField, DayField, Given, LineField, NoteField, PageForm, UuidField
from webmap.http.i18n import t
from webmap.http.respond import make_etag

blueprint = Blueprint("documents", __name__)

PAGE_ROWS = 50

ACCEPTED = ",".join(SUFFIXES.values())
"""What a browser offers to choose from; what a file really is its bytes tell."""

_ALONE = "default-src 'none'; img-src 'self'; sandbox"
"""Content security policy of a file that is shown: it runs nothing and loads nothing."""


class FileForm(PageForm):
    """A file for a document."""

    file = FileField()

    def read_file(self) -> tuple[str, Scan] | None:
        """Return the name and the file that were sent, None where there is none.

        Raises
        ------
        Refused
            What `prepare_scan` refuses.
        """
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            return None
        scan = prepare_scan(sent.read())
        return name_scan(sent.filename, scan.media_type), scan


class DocumentForm(FileForm):
    """A document, with its first file where there is one."""

    uuid = UuidField()
    kind = CodeField(validators=[Given()])
    number = LineField(most=60)
    issuer = LineField(most=200)
    issued_on = DayField()
    title = NoteField(most=500, validators=[Given()])


class _RemoveForm(PageForm):
    file_uuid = UuidField(validators=[Given()])


@blueprint.get("/documents")
def index() -> ResponseReturnValue:
    """Show a page of the register."""
    params.require_known(request.args, ("q", "kind", "cursor"))
    given = {name: request.args[name] for name in ("q", "kind") if request.args.get(name, "").strip()}
    kinds = _read_kinds(given.get("kind", ""))
    tokens = params.read_words(given.get("q", ""))
    key = make_etag("documents", given)[:16]
    after = None
    if "cursor" in request.args:
        row, day = params.read_cursor(request.args["cursor"], key)
        after = Cursor(day, row)
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "document.read")
        found = list_documents(connection, kinds=kinds, tokens=tokens, limit=PAGE_ROWS, after=after)
    more = None
    if found.next_after is not None:
        cursor = params.write_cursor(key, found.next_after.id, found.next_after.day)
        more = url_for("documents.index", cursor=cursor, **cast(dict[str, Any], given))
    return render_template(
        "documents/index.html",
        documents=found.documents,
        is_cut=found.is_cut,
        is_first=after is None,
        given=given,
        kinds=KINDS,
        next_url=more,
    )


@blueprint.get("/documents/new")
def show_new() -> ResponseReturnValue:
    """Show the form for a document."""
    _require("document.add")
    form = DocumentForm(uuid=str(uuid4()))
    return _form_page(form)


@blueprint.post("/documents/new")
def add() -> ResponseReturnValue:
    """Add a document, with its file where one was sent: both or neither."""
    _require("document.add")
    form = DocumentForm.sent()
    form.kind.choices = _kind_choices()
    if not form.validate():
        return _form_page(form), 422
    uuid = form.uuid.data or str(uuid4())
    told = {name: form[name].data for name in ("kind", "title", "number", "issuer", "issued_on")}
    try:
        file = form.read_file()
        with auth.database().write(auth.actor(), "document.add") as change:
            add_document(change, Document(**told, uuid=uuid))
            if file is not None:
                _attach(change, uuid, file)
    except (Refused, PersonalData) as error:
        form.tell(error)
        return _form_page(form), 422
    flash(t("documents.added"), "good")
    return redirect(url_for("documents.show", uuid=uuid), 303)


@blueprint.get("/documents/<uuid>")
def show(uuid: str) -> ResponseReturnValue:
    """Show a document, its files and what cites it."""
    return _document_page(uuid, FileForm())


@blueprint.post("/documents/<uuid>/files")
def attach(uuid: str) -> ResponseReturnValue:
    """Attach a file to a document."""
    _require("document.add", uuid)
    form = FileForm.sent()
    try:
        file = form.read_file()
        if file is None:
            raise Refused("file_missing", field="file")
        with auth.database().write(auth.actor(), "document.attach") as change:
            is_new = _attach(change, uuid, file)
    except (Refused, PersonalData) as error:
        form.tell(error)
        return _document_page(uuid, form), 422
    flash(t("documents.attached" if is_new else "documents.attached_before"), "good" if is_new else "info")
    return redirect(url_for("documents.show", uuid=uuid), 303)


@blueprint.post("/documents/<uuid>/remove-file")
def detach(uuid: str) -> ResponseReturnValue:
    """Show a file no longer; it stays in the store, and the history tells who removed it."""
    _require("document.add", uuid)
    form = _RemoveForm.sent()
    if not form.validate():
        return _document_page(uuid, FileForm()), 422
    with auth.database().write(auth.actor(), "document.remove_file") as change:
        remove_file(change, uuid, str(form.file_uuid.data))
    flash(t("documents.removed"), "good")
    return redirect(url_for("documents.show", uuid=uuid), 303)


@blueprint.get("/documents/<uuid>/files/<file_uuid>")
def file(uuid: str, file_uuid: str) -> Response:
    """Return the bytes of a file: a picture may be shown in place, anything else is downloaded."""
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "document.read")
        found = get_file(connection, uuid, file_uuid)
    response = send_file(
        _store().find_path(found.sha256),
        mimetype=found.media_type,
        as_attachment=found.media_type not in SHOWN,
        download_name=found.name,
        etag=found.sha256,
        conditional=True,
    )
    response.headers["Content-Security-Policy"] = _ALONE
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _attach(change: Write, uuid: str, file: tuple[str, Scan]) -> bool:
    """Attach a file in the transaction of its record, and tell whether it was not there before."""
    name, scan = file
    is_new = all(other.sha256 != scan.digest for other in list_files(change.connection, uuid))
    attach_file(change, uuid, scan.digest, name, scan.media_type, len(scan.body))
    _store().keep(scan.body)
    return is_new


def _require(action: str, uuid: str | None = None) -> None:
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), action)
        if uuid is not None:
            get_document_row(connection, uuid)


def _store() -> BlobStore:
    return cast(BlobStore, current_app.extensions["files"])


def _read_kinds(text: str) -> tuple[str, ...]:
    asked = tuple(code for code in text.split(",") if code)
    if not set(asked) <= set(KINDS):
        raise BadParameter("kind", "codes", allowed=", ".join(KINDS))
    return asked


def _kind_choices() -> list[tuple[str, str]]:
    return [("", t("documents.choose_kind")), *((kind, t(f"codes.document.{kind}")) for kind in KINDS)]


def _form_page(form: DocumentForm) -> str:
    form.kind.choices = _kind_choices()
    return render_template("documents/new.html", form=form, accepted=ACCEPTED)


def _document_page(uuid: str, form: FileForm) -> str:
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "document.read")
        row = get_document_row(connection, uuid)
        document = get_document(connection, row)
        files = list_files(connection, uuid)
        cited = list_citations(connection, auth.actor(), uuid)
        corrections = list_corrections(connection, uuid)
    form.file.flags.required = True
    return render_template(
        "documents/show.html",
        document=document,
        files=files,
        citations=cited,
        corrections=corrections,
        form=form,
        accepted=ACCEPTED,
        shown=SHOWN,
    )
