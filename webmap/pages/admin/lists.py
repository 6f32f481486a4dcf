"""The lists that administrators keep: bodies (who joins visits and is asked), and the facts that visits look at."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField

from geo.errors import AppError, PersonalData
from geo.text.names import fold_key
from layers.errors import Refused, StaleVersion
from layers.store import scope
from layers.store.database import Write
from layers.supervision import bodies, checklists
from layers.supervision.bodies import KINDS, get_body, list_bodies
from layers.supervision.checklists import MOST_ITEMS, NO_CHECKLIST, SCALES, Item
from webmap.http import auth, conflicts
from webmap.http.forms import CodeField, Given, LineField, PageForm, WholeField
from webmap.http.i18n import t
from webmap.pages.admin.list_conflicts import by_code, dispute_about_facts, dispute_about_name, taking

blueprint = Blueprint("lists", __name__)
blueprint.before_request(partial(auth.require_session, "list.manage"))

_SPARE_ROWS = 2
_LAST_NUMBER = 2**31 - 1
_NO_CODE = re.compile(r"[^a-z0-9]+")
_LONGEST_CODE = 36


class BodyForm(PageForm):
    """A body to be added."""

    name = LineField(validators=[Given()], most=bodies.LONGEST_NAME)
    kind = CodeField(validators=[Given()])


class NameForm(PageForm):
    """Another name of a body, and the one that its page showed."""

    version = WholeField(validators=[Given()], least=1, most=_LAST_NUMBER)
    was = LineField(most=bodies.LONGEST_NAME)
    name = LineField(validators=[Given()], most=bodies.LONGEST_NAME)


class StateForm(PageForm):
    """Whether a body is offered."""

    version = WholeField(validators=[Given()], least=1, most=_LAST_NUMBER)
    state = CodeField(validators=[Given()])


class ItemForm(PageForm):
    """A fact of the list; without a question it is left out."""

    code = LineField(most=40)
    text_vi = LineField(most=checklists.LONGEST_TEXT)
    text_en = LineField(most=checklists.LONGEST_TEXT)
    scale = CodeField()


class ChecklistForm(PageForm):
    """A new version of the list."""

    number = WholeField(validators=[Given()], least=0, most=_LAST_NUMBER)
    items = FieldList(FormField(ItemForm), max_entries=MOST_ITEMS)


@blueprint.get("/admin/lists")
def show() -> ResponseReturnValue:
    """Show the bodies and the facts."""
    return _page(_with_kinds(BodyForm()))


@blueprint.post("/admin/lists/bodies")
def add_body() -> ResponseReturnValue:
    """Add a body."""
    form = _with_kinds(BodyForm.sent())
    if not form.validate():
        return _page(form), 422
    try:
        with _changing("list.add_body") as change:
            bodies.add_body(change, form.name.data or "", form.kind.data or "")
    except (Refused, PersonalData) as error:
        form.tell(error)
        return _page(form), 422
    return _back(t("admin.bodies.added"))


@blueprint.post("/admin/lists/bodies/<code>/name")
def rename_body(code: str) -> ResponseReturnValue:
    """Give a body another name; where somebody else just did, ask."""
    form = NameForm.sent()
    with auth.database().read() as connection:
        present = get_body(connection, code)
    if not form.validate() or form.version.data is None:
        return _page(_with_kinds(BodyForm()), told=[*form.name.errors, *form.version.errors]), 422
    name, version = form.name.data or "", form.version.data
    if not conflicts.take_choice(form, {"name": present.name}):
        versions = (conflicts.base_version(version), version)
        return conflicts.ask_again(dispute_about_name(present, name, form.was.data, versions))
    try:
        with _changing("list.rename_body") as change:
            bodies.rename_body(change, code, form.name.data or "", version=version)
            conflicts.settle(change)
    except StaleVersion:
        with auth.database().read() as connection:
            present = get_body(connection, code)
        versions = (version, present.version)
        return conflicts.answer(dispute_about_name(present, name, form.was.data, versions))
    except (Refused, PersonalData) as error:
        form.tell(error)
        return _page(_with_kinds(BodyForm()), told=[*form.told, *form.name.errors]), 422
    return _back(t("admin.bodies.renamed"))


@blueprint.post("/admin/lists/bodies/<code>/state")
def set_body_state(code: str) -> ResponseReturnValue:
    """Offer a body, or offer it no longer."""
    form = StateForm.sent()
    form.state.choices = [("on", ""), ("off", "")]
    if not form.validate() or form.version.data is None:
        return _page(_with_kinds(BodyForm()), told=[*form.state.errors, *form.version.errors]), 422
    is_active = form.state.data == "on"
    try:
        with _changing("list.set_body") as change:
            bodies.set_active(change, code, is_active=is_active, version=form.version.data)
    except StaleVersion as error:
        conflicts.look_again(form, error)
        return _page(_with_kinds(BodyForm()), told=form.told), 412
    return _back(t("admin.bodies.on_now") if is_active else t("admin.bodies.off_now"))


@blueprint.get("/admin/lists/checklist")
def show_checklist() -> ResponseReturnValue:
    """Show the form for a new version of the facts."""
    with auth.database().read() as connection:
        present = checklists.get_current_checklist(connection)
    rows = [_row(item) for item in present.items]
    spare = min(_SPARE_ROWS, MOST_ITEMS - len(rows))
    return _checklist_page(ChecklistForm(data={"number": present.number, "items": rows + [{}] * spare}))


@blueprint.post("/admin/lists/checklist")
def publish_checklist() -> ResponseReturnValue:
    """Put a new version of the facts in use."""
    form = _with_scales(ChecklistForm.sent())
    if not form.validate() or form.number.data is None:
        return _checklist_page(form), 422
    mine, number = _items(form), form.number.data
    with auth.database().read() as connection:
        theirs = checklists.find_checklist(connection, number) or NO_CHECKLIST
        base = checklists.find_checklist(connection, conflicts.base_version(number)) or NO_CHECKLIST
    own, others = by_code(mine), by_code(theirs.items)
    yielding = conflicts.read_choice({*own, *others})
    if yielding is None:
        return conflicts.ask_again(dispute_about_facts(base, mine, theirs))
    items = list(taking(own, others, yielding).values()) if yielding else mine
    try:
        with _changing("list.publish_checklist") as change:
            _require_newest(change, number)
            checklists.publish_checklist(change, items)
            conflicts.settle(change)
    except StaleVersion:
        with auth.database().read() as connection:
            present = checklists.get_current_checklist(connection)
        return conflicts.answer(dispute_about_facts(theirs, items, present))
    except (Refused, PersonalData) as error:
        form.told.append(_words(error))
        return _checklist_page(form), 422
    return _back(t("admin.checklist.published", n=number + 1))


def _require_newest(change: Write, number: int) -> None:
    present = checklists.get_current_checklist(change.connection)
    if present.number != number:
        raise StaleVersion("version_stale", started_from=number, present=present.number)


@contextmanager
def _changing(action: str) -> Iterator[Write]:
    with auth.database().write(auth.actor(), action) as change:
        scope.require(change.connection, change.actor, "list.manage")
        yield change


def _words(error: AppError) -> str:
    form = PageForm()
    form.tell(error)
    return " ".join(form.told)


def _with_kinds(form: BodyForm) -> BodyForm:
    form.kind.choices = [(kind, t(f"admin.bodies.kind.{kind}")) for kind in KINDS]
    return form


def _with_scales(form: ChecklistForm) -> ChecklistForm:
    offered = [("", t("admin.checklist.choose")), *_scales()]
    for entry in form.items:
        entry.form.scale.choices = offered
    return form


def _scales() -> Iterator[tuple[str, str]]:
    """Yield every scale, silent or with the answer from which on it warns, as one choice."""
    for scale, answers in SCALES.items():
        words = [t(f"codes.scale.{scale}.{answer}") for answer in answers]
        yield f"{scale}:", " – ".join(words)
        for answer, word in list(zip(answers, words, strict=True))[1:]:
            yield f"{scale}:{answer}", t("admin.checklist.warns", scale=" – ".join(words), answer=word)


def _row(item: Item) -> dict[str, str]:
    return {
        "code": item.code,
        "text_vi": item.text_vi,
        "text_en": item.text_en,
        "scale": f"{item.scale}:{item.warns_at or ''}",
    }


def _items(form: ChecklistForm) -> list[Item]:
    """Return what was typed; a new fact gets its code from its question, and an old one keeps it."""
    items: list[Item] = []
    for entry in form.items:
        told = entry.form
        if not (told.text_vi.data or told.text_en.data):
            continue
        scale, _, warns_at = (told.scale.data or "").partition(":")
        text_en = told.text_en.data or ""
        code = told.code.data or _free_code(text_en or str(told.text_vi.data), [item.code for item in items])
        items.append(Item(code, told.text_vi.data or "", text_en, scale, warns_at or None))
    return items


def _free_code(text: str, taken: Sequence[str]) -> str:
    code = _NO_CODE.sub("_", fold_key(text)).strip("_")[:_LONGEST_CODE]
    code = code if code[:1].isalpha() else f"q_{code}"[:_LONGEST_CODE]
    return next(
        name
        for name in (code, *(f"{code}_{number}" for number in range(2, MOST_ITEMS + 2)))
        if name not in taken
    )


def _page(form: BodyForm, *, told: Sequence[str] = ()) -> str:
    with auth.database().read() as connection:
        every = list_bodies(connection, is_active=None)
        present = checklists.get_current_checklist(connection)
    groups = [(kind, [body for body in every if body.kind == kind]) for kind in KINDS]
    return render_template("admin/lists.html", form=form, groups=groups, checklist=present, told_above=told)


def _checklist_page(form: ChecklistForm) -> str:
    return render_template("admin/checklist.html", form=_with_scales(form))


def _back(words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("lists.show"), 303)
