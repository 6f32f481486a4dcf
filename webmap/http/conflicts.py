"""Two people changed one thing: shows what both made of it, takes what does not clash, and asks for the rest."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from geo.errors import AppError, PersonalData
from geo.types import local_day
from layers.errors import NotFound, Refused, StaleVersion
from layers.people.conflicts import KEPT_DAYS, Proposal, keep_proposal, settle_proposal
from layers.store.database import Write
from layers.store.merging import merge_three
from webmap.http import auth
from webmap.http.forms import NO_PERSON, LineField, NoteField, PageForm, sent_values
from webmap.http.i18n import t, translator

State = Mapping[str, Any]
"""What something is like, by field; in each state of a thing the same fields."""

Pairs = Sequence[tuple[str, str]]
"""Name and value of each field of a form, as a browser sends them."""


@dataclass(frozen=True)
class About:
    """What two people changed.

    Attributes
    ----------
    kind, code
        Its type and public identifier, as the audit has them.
    name
        What people call it.
    page
        Address where it is shown.
    again
        Address of the form with the newest version.
    """

    kind: str
    code: str
    name: str
    page: str
    again: str


@dataclass(frozen=True)
class Telling:
    """How the fields of a kind of thing are told.

    Attributes
    ----------
    label
        Name of a field in words.
    words
        Value of a field in words.
    sketches
        Of a field that is a drawing: its three states as paths in one square of 100.
    """

    label: Callable[[str], str]
    words: Callable[[str, Any], str]
    sketches: Callable[[str], tuple[str, ...]] = lambda _name: ()


@dataclass(frozen=True)
class Dispute:
    """Two changes of one thing.

    Attributes
    ----------
    about
        The thing.
    versions
        From which both started, and the one that is there now.
    base, mine, theirs
        What it was, what the sender wants, and what it is now.
    telling
        How its fields are told.
    carry
        Gives the form as a browser would send it: with the values of the other side in the fields named, and
        starting from a version.
    codes
        Fields of that form that hold no words of the sender.
    """

    about: About
    versions: tuple[int, int]
    base: State
    mine: State
    theirs: State
    telling: Telling
    carry: Callable[[Collection[str], int], Pairs]
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """A field in which the three states differ.

    Attributes
    ----------
    name, label
        The field, and what people call it.
    base, mine, theirs
        What it was and became, in words.
    takes
        Whose value stands: ``mine`` or ``theirs``, None where somebody has to decide.
    sketches
        As in `Telling`.
    """

    name: str
    label: str
    base: str
    mine: str
    theirs: str
    takes: str | None
    sketches: tuple[str, ...] = field(default=(), repr=False)


def read_choice(fields: Collection[str]) -> frozenset[str] | None:
    """Return the fields in which the other side was chosen on the page of a conflict; None while one is undecided.

    Where no conflict was shown there are none.
    """
    yielding = set()
    for name in request.form.getlist("asked"):
        taken = request.form.get(f"take-{name}")
        if name not in fields or taken not in {"mine", "theirs"}:
            return None
        if taken == "theirs":
            yielding.add(name)
    return frozenset(yielding)


def take_choice(form: Any, theirs: State) -> bool:
    """Put into a form what was chosen of the other side; tell whether everything was decided."""
    yielding = read_choice(theirs)
    for name in yielding or ():
        form[name].data = theirs[name]
    return yielding is not None


def look_again(form: Any, error: StaleVersion) -> None:
    """Let a form that is not to be merged start from the newest version, and say that it was not sent from there."""
    form.told.append(t("conflicts.meanwhile"))
    form.version.data = error.facts["present"]
    form.version.raw_data = None  # or the page would show what was sent


def attempt(
    form: Any,
    action: str,
    deed: Callable[[Write], object],
    *,
    reason: str | None = None,
    refusals: tuple[type[AppError], ...] = (Refused, PersonalData),
) -> int | None:
    """Do what a form asks for in one transaction; let the form tell why it failed, and return the status of that.

    Parameters
    ----------
    form
        Found right; one that came too late starts from the newest version, see `look_again`.
    action, reason
        What the change is called in the audit, and why it was made.
    deed
        Makes the change.
    refusals
        Errors that are told on the form; every other one has a page of its own.

    Returns
    -------
    int or None
        412 or 422; None where it is done.
    """
    try:
        with auth.database().write(auth.actor(), action, reason) as change:
            deed(change)
    except StaleVersion as error:
        look_again(form, error)
        return 412
    except refusals as error:
        form.tell(error)
        return 422
    return None


def base_version(version: int) -> int:
    """Return the version from which a conflict that is still open began; the one given where none is."""
    sent = request.form.get("base", type=int)
    return version if sent is None else sent


def answer(dispute: Dispute) -> ResponseReturnValue:
    """Answer a change that came too late: 412 and both sides of it; it is kept until its author has decided."""
    if dispute.mine == dispute.theirs:
        _drop_kept()
        flash(t("conflicts.already_so"), "info")
        return redirect(dispute.about.page, 303)
    return _page(dispute, *_keep(dispute)), 412


def ask_again(dispute: Dispute) -> ResponseReturnValue:
    """Show both sides again, where not everything was decided."""
    return _page(dispute, request.form.get("conflict"), None), 422


def settle(change: Write) -> None:
    """Record together with a change that what was kept of it is merged."""
    uuid = request.form.get("conflict")
    if uuid:
        with suppress(NotFound):  # sent twice, or kept too long ago
            settle_proposal(change, uuid, "merged")


def state_of(form: PageForm, names: Collection[str]) -> State:
    """Return what some fields of a form hold, so that it can be compared."""
    return {name: plain(form[name].data) for name in names}


def plain(value: Any) -> Any:
    """Return a value so that two that mean the same are equal: nothing is None, and several codes have one order."""
    if isinstance(value, list | tuple):
        return tuple(sorted(value))
    return None if value == "" else value


def dispute_of(
    form: Any,
    about: About,
    versions: tuple[int, int],
    states: tuple[State, State],
    label: Callable[[str], str],
) -> Dispute:
    """Return the dispute about what a form tells.

    Parameters
    ----------
    form
        As it was sent, with its choices; its field ``version`` names the version that it starts from.
    about
        What it is about.
    versions
        From which both started, and the one that is there now.
    states
        What it was and what it is now, by field of the form.
    label
        Name of a field in words.
    """
    base, theirs = states

    def carry(yielding: Collection[str], version: int) -> Pairs:
        for name in yielding:
            form[name].data = theirs[name]
        form.version.data = version
        return sent_values(form)

    codes = frozenset(one.name for one in form if not isinstance(one, LineField | NoteField))
    telling = Telling(label, lambda name, value: tell_value(value, getattr(form[name], "choices", None)))
    return Dispute(about, versions, base, state_of(form, base), theirs, telling, carry, codes)


def tell_value(value: Any, choices: Any = None) -> str:
    """Say a value of a form in words; codes by the choices of their field."""
    if value is None or value in ("", ()):
        return t("conflicts.nothing")
    if isinstance(value, bool):
        return t("history.yes") if value else t("history.no")
    if isinstance(value, date):
        return translator().date(value)
    named = {str(code): str(words) for code, words in choices or ()}
    codes = value if isinstance(value, tuple) else (value,)
    return ", ".join(named.get(str(code), str(code)) for code in codes)


def _page(dispute: Dispute, kept: str | None, kept_until: date | None) -> str:
    merged = merge_three(dispute.base, dispute.mine, dispute.theirs)
    yielding = [name for name, value in merged.values.items() if value != dispute.mine[name]]
    asked = request.form.getlist("asked")
    return render_template(
        "conflicts/resolve.html",
        about=dispute.about,
        action=_address(),
        lines=list(_lines(dispute, merged.clashes)),
        clashes=merged.clashes,
        carried=_with_claims(dispute.carry(yielding, dispute.versions[1])),
        started_from=dispute.versions[0],
        taken={name: request.form.get(f"take-{name}") for name in merged.clashes},
        is_undecided=any(name in asked for name in merged.clashes),
        kept=kept,
        kept_until=kept_until,
    )


def _lines(dispute: Dispute, clashes: Collection[str]) -> Iterator[Line]:
    tell = dispute.telling
    for name, was in dispute.base.items():
        mine, theirs = dispute.mine[name], dispute.theirs[name]
        if was == mine == theirs:
            continue
        takes = None if name in clashes else "theirs" if mine == was else "mine"
        before, own, other = (tell.words(name, value) for value in (was, mine, theirs))
        yield Line(name, tell.label(name), before, own, other, takes, tell.sketches(name))


def _keep(dispute: Dispute) -> tuple[str | None, date | None]:
    """Keep what the sender wants until that is decided; what names a person is never kept."""
    about = dispute.about
    proposal = Proposal(
        about.kind,
        about.code,
        about.name,
        dispute.versions[0],
        _address(),
        tuple(_with_claims(dispute.carry((), dispute.versions[0]))),
        dispute.codes | {NO_PERSON},
        request.form.get("conflict"),
    )
    try:
        with auth.database().write(auth.actor(), "conflict.keep") as change:
            uuid = keep_proposal(change, proposal)
    except PersonalData:
        return None, None
    return uuid, local_day(change.now + timedelta(days=KEPT_DAYS))


def _drop_kept() -> None:
    uuid = request.form.get("conflict")
    if uuid:
        with suppress(NotFound), auth.database().write(auth.actor(), "conflict.discard") as change:
            settle_proposal(change, uuid, "merged")


def _with_claims(pairs: Pairs) -> Pairs:
    """Return what is sent, with the names in it that its writer says are no person's."""
    said = [name for name in request.form.getlist(NO_PERSON) if any(name in text for _, text in pairs)]
    return [*pairs, *((NO_PERSON, name) for name in said)]


def _address() -> str:
    return request.full_path.rstrip("?")
