"""The form of a draft: what is asked of which body, and what of it two people may have worded differently."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from flask import url_for
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from layers.store.columns import AnyRow
from layers.store.database import Reading
from layers.supervision import ledger
from layers.supervision.recommendations import Wording
from webmap.http import auth, conflicts
from webmap.http.conflicts import About, Dispute, Pairs, State, plain
from webmap.http.forms import (
    CodeField,
    CodesField,
    Given,
    LineField,
    NoteField,
    PageForm,
    UuidField,
    WholeField,
)
from webmap.http.i18n import t
from webmap.http.today import today

_LARGEST_VERSION = 999_999_999


class DraftForm(PageForm):
    """What is asked of which body, and where it comes from."""

    uuid = UuidField()
    version = WholeField(least=1, most=_LARGEST_VERSION)
    content = NoteField(most=3000, validators=[Given()])
    body = CodeField(validators=[Given()])
    visits = CodesField()
    recipient_kind = CodeField()
    recipient_group = LineField(most=200)
    has_consent = BooleanField()
    is_informant = CodeField()
    visits_before = LineField(most=3000)
    kind: str = "handle"

    def validate_visits(self, field: Field) -> None:
        """Ask for the visits that a request to act comes from."""
        if self.kind == "handle" and not field.data and not field.errors:
            raise ValidationError(t("recommendations.visit_missing"))

    def validate_recipient_kind(self, field: Field) -> None:
        """Ask whether a group or an individual is to be commended."""
        if self.kind == "commend" and not field.data:
            raise ValidationError(t("forms.missing"))

    def validate_is_informant(self, field: Field) -> None:
        """Ask, without keeping the answer, what a commendation may never be for."""
        if self.kind == "commend" and not field.data:
            raise ValidationError(t("forms.missing"))

    def wording(self) -> Wording:
        """Return what was typed, as the register takes it."""
        asked = Wording(self.content.data or "", self.body.data or "", tuple(self.visits.data or ()))
        if self.kind == "handle":
            return asked
        is_group = self.recipient_kind.data == "group"
        return replace(
            asked,
            recipient_kind=self.recipient_kind.data,
            recipient_group=self.recipient_group.data if is_group else None,
            has_consent=bool(self.has_consent.data) and not is_group,
            is_informant=self.is_informant.data == "yes",
        )


_COMPARED = {
    "handle": ("body", "content", "visits"),
    "commend": ("body", "content", "visits", "recipient_kind", "recipient_group", "has_consent"),
}
"""By kind: what of a draft is compared, in the order of the form."""


def read_states(connection: Reading, form: DraftForm, code: str) -> Mapping[int, State]:
    """Return what each version of a draft said, by field of the form.

    Which visits it stands on is known of the newest version, and of the one that the form began with, which tells it.
    """
    found = ledger.get_recommendation(connection, auth.actor(), code, today())
    newest = tuple(visit.code for visit in found.visits)
    began = tuple(one for one in (form.visits_before.data or "").split(",") if one)
    states = {}
    for row in found.history:
        visits = newest if row.version == found.row.version else began
        told = {name: plain(getattr(row, name)) for name in _COMPARED[form.kind] if name != "visits"}
        states[row.version] = {name: told.get(name, plain(visits)) for name in _COMPARED[form.kind]}
    return states


def dispute_about(
    form: DraftForm, row: AnyRow, states: Mapping[int, State], versions: tuple[int, int]
) -> Dispute:
    """Return the dispute about a draft; ``states`` as `read_states` gives them."""
    if form.is_informant.data != "no":
        form.is_informant.data = None  # the answer is never kept
    base, theirs = (states.get(version, states[max(states)]) for version in versions)
    again = url_for("recommendation_draft.edit", code=row.code)
    about = About(
        "recommendation", row.code, row.hotspot_name, url_for("recommendations.show", code=row.code), again
    )

    def label(name: str) -> str:
        is_of_kind = name in {"content", "visits"}
        return t(
            f"recommendations.field.{name}_{form.kind}" if is_of_kind else f"recommendations.field.{name}"
        )

    dispute = conflicts.dispute_of(form, about, versions, (base, theirs), label)

    def carry(yielding: Collection[str], version: int) -> Pairs:
        began: Any = theirs if version == versions[1] else base
        form.visits_before.data = ",".join(began["visits"])
        return dispute.carry(yielding, version)

    return replace(dispute, carry=carry)
