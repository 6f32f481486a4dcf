"""The page of one recommendation: what it says, its history, and a form for each step that may be taken."""

from datetime import date
from typing import Any, ClassVar, cast
from uuid import uuid4

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from wtforms import Field
from wtforms.validators import ValidationError

from geo.errors import AppError
from geo.types import local_day
from layers.errors import StaleVersion
from layers.places.references import get_place
from layers.records.documents import list_documents
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.database import Reading, Write
from layers.supervision.ledger import Recommendation, get_recommendation
from layers.supervision.recommendation_steps import find_step, steps_from, widest_action
from layers.supervision.workdays import add_working_days
from webmap.config import Config
from webmap.http import auth, conflicts
from webmap.http.forms import (
    CodeField,
    DayField,
    Given,
    NoteField,
    PageForm,
    UuidField,
    WholeField,
)
from webmap.http.i18n import t, translator
from webmap.http.today import today
from webmap.pages.records.citing import CitingForm

MOST_LETTERS = 50
_LARGEST_VERSION = 999_999_999
_NEW_LETTER = ("number", "issuer", "issued_on", "title")


class StepForm(PageForm):
    """What every step starts from."""

    version = WholeField(least=1, most=_LARGEST_VERSION, validators=[Given()])

    def offer(self, letters: list[tuple[str, str]]) -> None:
        """Set what the lists of the form offer."""


class LetterForm(StepForm, CitingForm):
    """A letter: one of the register, or a new one that is entered here."""

    kind_of_new = "CV"
    is_needed: ClassVar[bool]

    letter_uuid = UuidField()

    def offer(self, letters: list[tuple[str, str]]) -> None:
        """Offer the letters of the register."""
        self.offer_documents(letters, none=t("recommendations.letter_new"))
        if self.is_needed:
            self.require_new(_NEW_LETTER)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a letter where there has to be one, and for the rest of one that was begun."""
        is_whole = super().validate(extra_validators)
        return self.check_document(_NEW_LETTER, is_needed=self.is_needed) and is_whole

    def keep_letter(self, change: Write) -> int | None:
        """Return the row of the letter chosen, or of the new one; None where there is none."""
        return self.cite(change, uuid=self.letter_uuid.data)


class SendForm(LetterForm):
    """The letter with which it was sent, when, and by when the body is to answer."""

    is_needed = True

    sent_on = DayField(validators=[Given()])
    reply_due_on = DayField()


class AnswerForm(LetterForm):
    """What the body answered, when, and its letter if there is one."""

    is_needed = False

    answered_on = DayField(validators=[Given()])
    outcome = NoteField(most=2000, validators=[Given()])


class CloseForm(StepForm):
    """How it ended, and when."""

    state = CodeField(validators=[Given()])
    closed_on = DayField(validators=[Given()])
    reason = NoteField(most=1000)

    def offer(self, letters: list[tuple[str, str]]) -> None:  # noqa: ARG002 - the same for every step
        """Offer the two ends."""
        self.state.choices = [
            (state, t(f"codes.recommendation_state.{state}")) for state in ("done", "refused")
        ]

    def validate_reason(self, field: Field) -> None:
        """Ask why, where nothing was done."""
        if self.state.data == "refused" and not field.data:
            raise ValidationError(t("forms.missing"))


class WithdrawForm(StepForm):
    """Why it is withdrawn."""

    reason = NoteField(most=1000, validators=[Given()])


FORMS: dict[str, type[StepForm]] = {
    "send": SendForm,
    "answer": AnswerForm,
    "close": CloseForm,
    "withdraw": WithdrawForm,
}
"""The form of each step; a draft is worded anew on a page of its own."""


def sent_form(code: str, step: str) -> tuple[StepForm, bool]:
    """Return the form of a step as it was sent, and whether it is whole; whoever may not take the step is stopped.

    Raises
    ------
    NotFound
        ``recommendation_not_found``.
    OutsideScope
        ``not_allowed``.
    """
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), widest_action(step))
        row = get_recommendation(connection, auth.actor(), code, today()).row
        found = find_step(step, row.state)
        get_place(connection, auth.actor(), row.hotspot, found.action if found else widest_action(step))
        form = FORMS[step].sent()
        form.offer(_letters(connection))
    return form, form.validate()


def show(
    code: str, *, form: StepForm | None = None, step: str = "", error: AppError | None = None
) -> ResponseReturnValue:
    """Show a recommendation, with one of its forms as it was sent and what was wrong with it (412: came too late)."""
    is_stale = isinstance(error, StaleVersion)
    if form is not None and isinstance(error, StaleVersion):
        conflicts.look_again(form, error)
    elif form is not None and error is not None:
        form.tell(error)
    with auth.database().read() as connection:
        found = get_recommendation(connection, auth.actor(), code, today())
        actions = scope.allowed_here(connection, auth.actor(), found.row.hotspot_id)
        letters = _letters(connection)
    steps = steps_from(found.row.state, actions)
    forms = {name: _fresh(name, letters) for name in steps if name in FORMS}
    if form is not None:
        forms[step] = form
    page = render_template(
        "recommendations/show.html",
        found=found,
        row=found.row,
        days=due_days(found.row, today()),
        history=_history(found),
        forms=forms,
        faulty=step,
        can_edit="revise" in steps,
        today=today(),
        reply_days=reply_working_days(),
        reply_due_on=add_working_days(today(), reply_working_days()),
        letter_uuid=str(uuid4()),
    )
    return page if form is None else (page, 412 if is_stale else 422)


def due_days(row: AnyRow, on: date) -> int | None:
    """Return the days left for the answer, less than 0 where it is overdue; None where none is awaited."""
    return (row.reply_due_on - on).days if row.state == "sent" else None


def reply_working_days() -> int:
    """Return within how many working days an answer is due, as the settings say."""
    return cast(Config, current_app.config["DIABAN"]).reply_working_days


def _fresh(name: str, letters: list[tuple[str, str]]) -> StepForm:
    form = FORMS[name](sent_on=today(), answered_on=today(), closed_on=today())
    form.offer(letters)
    return form


def _letters(connection: Reading) -> list[tuple[str, str]]:
    """Return the latest letters with number, issuer and date: public identifier and words."""
    listed = list_documents(connection, limit=MOST_LETTERS).documents
    return [
        (letter.uuid, f"{letter.number}, {letter.issuer}, {translator().date(letter.issued_on)}")
        for letter in listed
        if letter.number and letter.issuer and letter.issued_on
    ]


def _history(found: Recommendation) -> list[dict[str, Any]]:
    """Return the versions newest first, each with its day and with what it changed against the one before."""
    older = [*found.history[1:], None]
    return [
        _version(row, is_reworded=before is not None and before.state == row.state)
        | {"content": before.content if before is not None and before.content != row.content else None}
        for row, before in zip(found.history, older, strict=True)
    ]


def _version(row: AnyRow, *, is_reworded: bool) -> dict[str, Any]:
    days = {"draft": row.drafted_on, "sent": row.sent_on, "answered": row.answered_on}
    recorded_on = local_day(row.known_from)
    on = recorded_on if is_reworded else days.get(row.state, row.closed_on)
    return {"row": row, "on": on, "recorded_on": recorded_on, "is_reworded": is_reworded}
