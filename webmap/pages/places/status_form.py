"""The form in which a change of status is recorded: its fields, what each move asks for, and what becomes of it."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from geo.errors import AppError
from geo.types import DATE_MIN
from layers.conversion.states import MOVES, STATES, Need
from layers.conversion.status import StatusChange
from layers.errors import NotFound, Refused
from layers.overview.evidence import DRAWN
from layers.places.references import get_place
from layers.records.documents import Listed
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.supervision.workdays import add_working_days
from webmap.config import Config
from webmap.http.forms import (
    CodeField,
    DayField,
    Given,
    LineField,
    NoteField,
    UuidField,
    WholeField,
)
from webmap.http.i18n import t, translator
from webmap.http.today import add_months
from webmap.pages.records.citing import NEW, CitingForm

FIELDS: dict[Need, tuple[str, ...]] = {
    Need.DOCUMENT: ("document",),
    Need.DECISION: ("document",),
    Need.VISIT: ("document",),
    Need.RELAPSE: ("document",),
    Need.TERM: ("term_from", "term_to"),
    Need.WATCH: ("watch_to",),
    Need.REPLY_DUE: ("reply_due_on",),
    Need.ORIGINAL: ("original",),
    Need.REASON: ("reason",),
    Need.WATCH_OVER: ("reason",),
}
"""Fields in which each need can be met."""

LEAST_NEW = ("kind", "title")
"""What any new document is told with."""

_GIVEN = frozenset(
    {Need.DOCUMENT, Need.DECISION, Need.TERM, Need.WATCH, Need.REPLY_DUE, Need.ORIGINAL, Need.REASON}
)
_MOST_EVENTS = 999_999


class StatusForm(CitingForm):
    """A change of status; fields that the move does not ask for stay empty."""

    uuid = UuidField(validators=[Given()])
    seen = WholeField(least=0, most=_MOST_EVENTS, validators=[Given()])
    to = CodeField(validators=[Given()])
    valid_from = DayField(validators=[Given()])
    term_from = DayField()
    term_to = DayField()
    watch_to = DayField()
    reply_due_on = DayField()
    original = LineField(most=20)
    reason = NoteField(most=1000)

    def offer(self, documents: Iterable[Listed]) -> None:
        """Set what the lists of the form offer; which move is possible depends on the day, and is judged later."""
        self.to.choices = [(code, t(f"codes.status.{code}")) for code in STATES if code not in DRAWN]
        listed = [(one.uuid, _cited(one)) for one in documents]
        self.offer_documents(listed, none=t("status.document_none"))

    def ask(self, needs: Collection[Need]) -> None:
        """Mark the fields that have to be filled in; those of a new document count only where it is entered."""
        asked = [name for need in needs if need in _GIVEN for name in FIELDS[need]]
        for name in asked:
            self[name].flags.required = True
        self.require_new(NEW if Need.DECISION in needs else LEAST_NEW)

    def write_draft(self, change: Write, *, corrects_id: int | None) -> StatusChange:
        """Return the change that the form describes, its document added to the register where it is new.

        What stands in a field that no move to the state asks for is left out.
        """
        asked = fields_of(str(self.to.data))
        days = {name: self[name].data for name in ("term_from", "term_to", "watch_to", "reply_due_on")}
        return StatusChange(
            state=str(self.to.data),
            valid_from=self.valid_from.data or DATE_MIN,
            document_id=self.cite(change, uuid=str(uuid5(UUID(str(self.uuid.data)), "document"))),
            reason=self.reason.data,
            **{name: day if name in asked else None for name, day in days.items()},
            original_id=self._find_original(change) if "original" in asked else None,
            corrects_id=corrects_id,
            uuid=self.uuid.data,
        )

    def tell(self, error: AppError) -> None:
        """Put the fault beside the field in which its cure stands."""
        name = error.facts.get("field")
        if error.code == "evidence_missing":
            need = Need(str(error.facts["need"]))
            error.facts["field"] = FIELDS[need][0] if need in FIELDS else ""
            for field in FIELDS.get(need, ())[1:]:
                if not self[field].data:
                    self[field].errors = [t("forms.missing")]
        elif error.code in {"move_not_allowed", "date_in_future"} and name is None:
            error.facts["field"] = "valid_from"
        super().tell(error)

    def _find_original(self, change: Write) -> int | None:
        code = (self.original.data or "").upper()
        if not code:
            return None
        try:
            return get_place(change.connection, change.actor, code).id
        except NotFound as error:
            raise Refused("hotspot_not_found", field="original", hotspot=code) from error


def fields_of(target: str) -> frozenset[str]:
    """Return the fields that a move to a state may ask for."""
    needs = {need for move in MOVES if move.target == target for need in move.needs}
    return frozenset(name for need in needs for name in FIELDS.get(need, ()))


def first_values(target: str, on: date, config: Config) -> dict[str, Any]:
    """Return what the fields of a new form begin with, for a state that begins on a day."""
    asked = fields_of(target)
    values: dict[str, Any] = {"to": target, "valid_from": on}
    if "term_from" in asked:
        values["term_from"] = on
    if "watch_to" in asked:
        values["watch_to"] = add_months(on, config.watch_months)
    if "reply_due_on" in asked:
        values["reply_due_on"] = add_working_days(on, config.reply_working_days)
    return values


def values_of(event: AnyRow) -> dict[str, Any]:
    """Return what the fields of a correction begin with: what was recorded, but for the reason."""
    names = ("valid_from", "term_from", "term_to", "watch_to", "reply_due_on")
    told = {name: getattr(event, name) for name in names}
    return {**told, "to": event.state, "document": event.document_uuid, "original": event.original_code}


def _cited(one: Listed) -> str:
    day = translator().date(one.issued_on) if one.issued_on else None
    head = ", ".join(part for part in (one.number, one.issuer, day) if part)
    return f"{head}: {one.title}" if head else one.title
