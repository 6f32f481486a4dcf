"""The part of a form that cites a document: one of the register, or a new one that is entered on the spot."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from geo.errors import PersonalData
from geo.types import DATE_MIN
from layers.errors import Refused
from layers.records.documents import (
    KINDS,
    Document,
    Listed,
    add_document,
    find_document_row,
    get_document,
    get_document_row,
    list_documents,
)
from layers.store.database import Reading, Write
from webmap.http.forms import CodeField, DayField, LineField, PageForm
from webmap.http.i18n import t, translator

NEW = ("kind", "number", "issuer", "issued_on", "title")
"""What is told of a new document, each in a field ``new_...``."""

MOST_OFFERED = 200
"""Documents that a list offers."""


def paper_line(one: Document | Listed) -> str:
    """Write a document in one line: number, issuer, day, title."""
    day = translator().date(one.issued_on) if one.issued_on and one.issued_on != DATE_MIN else None
    cited = ", ".join(part for part in (one.number, one.issuer, day) if part)
    return f"{cited}: {one.title}" if cited and len(one.title) < 80 else cited or one.title  # noqa: PLR2004


def offer_papers(connection: Reading, chosen: str | None, *, none: str) -> list[tuple[str, str]]:
    """Return what a list of documents offers: none, the newest, and the one that is chosen already, however old."""
    papers = {one.uuid: paper_line(one) for one in list_documents(connection, limit=MOST_OFFERED).documents}
    row = find_document_row(connection, chosen) if chosen and chosen not in papers else None
    if chosen and row is not None:
        papers[chosen] = paper_line(get_document(connection, row))
    return [("", none), *papers.items()]


class CitingForm(PageForm):
    """A form that may cite a document.

    Attributes
    ----------
    kind_of_new
        Kind of every new document, where the form does not ask for it.
    """

    kind_of_new: ClassVar[str | None] = None

    document = CodeField()
    new_kind = CodeField()
    new_number = LineField(most=60)
    new_issuer = LineField(most=200)
    new_issued_on = DayField()
    new_title = LineField(most=500)

    def offer_documents(self, listed: Iterable[tuple[str, str]], *, none: str) -> None:
        """Set what the lists offer: public identifier and words of each document, and the words for none of them."""
        self.document.choices = [("", none), *listed]
        kinds = [(kind, t(f"codes.document.{kind}")) for kind in KINDS]
        self.new_kind.choices = [("", t("documents.choose_kind")), *kinds]

    @property
    def has_new_document(self) -> bool:
        """Whether a document is entered here instead of chosen from the register."""
        return any(self[f"new_{name}"].data for name in NEW)

    def require_new(self, names: Collection[str]) -> None:
        """Mark the fields that a new document has to have."""
        for name in names:
            self[f"new_{name}"].flags.required = True

    def check_document(self, needed: Collection[str], *, is_needed: bool = False) -> bool:
        """Ask for what the document lacks, and tell whether it can be used.

        Parameters
        ----------
        needed
            What of `NEW` a new document has to have.
        is_needed
            Whether there has to be a document at all.
        """
        if self.document.data and self.has_new_document:
            self.document.errors = [t("documents.two_chosen")]
            return False
        if self.document.data or not (is_needed or self.has_new_document):
            return not self.document.errors
        faulty = [self[f"new_{name}"] for name in needed if not self[f"new_{name}"].data]
        for field in faulty:
            field.errors = field.errors or [t("forms.missing")]
        return not faulty

    def cite(self, change: Write, *, uuid: str | None) -> int | None:
        """Return the row of the document, added to the register where it is new; None where none is cited.

        Parameters
        ----------
        change
            The transaction.
        uuid
            Identifier of a new document, by which a form sent twice is recognised.

        Raises
        ------
        Refused, PersonalData
            What the register finds wrong, with the field of this form.
        """
        if self.document.data:
            return get_document_row(change.connection, str(self.document.data))
        if not self.has_new_document:
            return None
        told: dict[str, Any] = {name: self[f"new_{name}"].data for name in NEW}
        told["kind"] = told["kind"] or self.kind_of_new
        try:
            return add_document(change, Document(**told, uuid=uuid))
        except (Refused, PersonalData) as error:
            error.facts["field"] = f"new_{error.facts['field']}"
            raise
