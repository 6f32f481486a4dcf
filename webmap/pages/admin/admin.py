"""Accounts as whoever manages them sees them: who may sign in, with which grants, links and tokens."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.errors import AppError
from geo.types import local_day
from layers.errors import NotFound, Refused
from layers.people import accounts, grants, tokens, users
from layers.people.accounts import AccountRow
from layers.people.users import Account
from layers.store import scope
from layers.store.database import Reading, Write
from layers.supervision.bodies import list_bodies
from webmap.config import Config
from webmap.http import auth, params
from webmap.http.forms import CodeField, Given, LineField, PageForm
from webmap.http.i18n import t

blueprint = Blueprint("admin", __name__)
blueprint.before_request(partial(auth.require_session, "account.manage"))

LONGEST_LIST = 300
_AT_END = re.compile(r"\(([^()]+)\)\s*$")
_FIELD_OF = {
    "area_not_found": "area",
    "body_not_found": "body",
    "body_not_offered": "body",
    "grant_body_not_taken": "body",
    "grant_exists": "area",
    "locale_unknown": "locale",
    "role_unknown": "role",
    "user_exists": "name",
    "user_name_invalid": "name",
}


class GrantForm(PageForm):
    """A further grant: a role in an area, and the body whose recommendations a partner receives."""

    role = CodeField(validators=[Given()])
    area = LineField(validators=[Given()])
    body = CodeField()


class AccountForm(GrantForm):
    """A new account with its first grant."""

    name = LineField(validators=[Given()], most=64)
    locale = CodeField(validators=[Given()])


class StateForm(PageForm):
    """Whether an account is open."""

    state = CodeField(validators=[Given()])


@blueprint.get("/admin")
def show() -> ResponseReturnValue:
    """Show what there is to manage."""
    with auth.database().read() as connection:
        rows = accounts.list_accounts(connection)
    idle = sum(1 for row in rows if not row.grants)
    closed = sum(1 for row in rows if not row.account.is_active)
    return render_template("admin/show.html", counted=len(rows), idle=idle, closed=closed)


@blueprint.get("/admin/accounts")
def list_accounts() -> ResponseReturnValue:
    """Show the accounts, or those whose name holds what is looked for."""
    params.require_known(request.args, ("q",))
    search = request.args.get("q", "")[: params.LONGEST_SEARCH]
    with auth.database().read() as connection:
        rows = accounts.list_accounts(connection, search)
    shown = [_told(row) for row in rows[:LONGEST_LIST]]
    return render_template("admin/accounts.html", rows=shown, search=search, found=len(rows))


@blueprint.get("/admin/accounts/new")
def show_new() -> ResponseReturnValue:
    """Show the form for a new account."""
    form = _offer(AccountForm())
    form.locale.data = _config().default_language
    return _new_page(form)


@blueprint.post("/admin/accounts/new")
def add_account() -> ResponseReturnValue:
    """Add an account with a grant, and show its one-time link: in the answer alone, so that it is stored nowhere."""
    form = _offer(AccountForm.sent())
    if not form.validate():
        return _new_page(form), 422
    try:
        with _changing("account.add") as change:
            user = users.add_user(change, form.name.data, locale=form.locale.data)
            _give(change, user, form)
            secret = tokens.add_link(change, user, minutes=_config().link_minutes)
    except (Refused, NotFound) as error:
        _tell(form, error)
        return _new_page(form), 422
    return _account_page(user.name, link=_link(secret)), 201


@blueprint.get("/admin/accounts/<name>")
def show_account(name: str) -> ResponseReturnValue:
    """Show an account."""
    return _account_page(name)


@blueprint.post("/admin/accounts/<name>/grants")
def add_grant(name: str) -> ResponseReturnValue:
    """Give a further grant."""
    form = _offer(GrantForm.sent())
    if not form.validate():
        return _account_page(name, form=form), 422
    try:
        with _changing("grant.add") as change:
            _give(change, _get(change.connection, name), form)
    except (Refused, NotFound) as error:
        _tell(form, error)
        return _account_page(name, form=form), 422
    return _back(name, t("admin.grant.added"))


@blueprint.post("/admin/accounts/<name>/grants/<int:grant_id>/revoke")
def revoke_grant(name: str, grant_id: int) -> ResponseReturnValue:
    """Take a grant back."""
    try:
        with _changing("grant.revoke") as change:
            grants.revoke_grant(change, _get(change.connection, name), grant_id)
    except Refused as error:
        return _refused(name, error)
    return _back(name, t("admin.grant.revoked"))


@blueprint.post("/admin/accounts/<name>/link")
def add_link(name: str) -> ResponseReturnValue:
    """Make a new one-time link and show it, in the answer alone."""
    with _changing("token.add") as change:
        user = _get(change.connection, name)
        secret = tokens.add_link(change, user, minutes=_config().link_minutes)
    return _account_page(user.name, link=_link(secret)), 201


@blueprint.post("/admin/accounts/<name>/tokens/revoke")
def revoke_tokens(name: str) -> ResponseReturnValue:
    """End every API token and every open link of the account."""
    with _changing("token.revoke_all") as change:
        ended = tokens.revoke_all(change, _get(change.connection, name))
    return _back(name, t("admin.tokens.revoked", n=ended))


@blueprint.post("/admin/accounts/<name>/state")
def set_state(name: str) -> ResponseReturnValue:
    """Close the account, which ends its sessions, or open it again."""
    form = StateForm.sent()
    form.state.choices = [("open", ""), ("closed", "")]
    if not form.validate():
        return _account_page(name), 422
    is_open = form.state.data == "open"
    try:
        with _changing("account.open" if is_open else "account.close") as change:
            accounts.set_open(change, _get(change.connection, name), is_open=is_open)
    except Refused as error:
        return _refused(name, error)
    return _back(name, t("admin.account.opened") if is_open else t("admin.account.closed"))


@contextmanager
def _changing(action: str) -> Iterator[Write]:
    with auth.database().write(auth.actor(), action) as change:
        scope.require(change.connection, change.actor, "account.manage")
        yield change


def _give(change: Write, user: Account, form: GrantForm) -> None:
    grants.add_grant(change, user, form.role.data, _area(form), form.body.data)


def _get(connection: Reading, name: str) -> Account:
    return users.get_user(connection, name)


def _config() -> Config:
    config: Config = current_app.config["DIABAN"]
    return config


def _offer(form: Any) -> Any:
    """Fill the choices of a form in."""
    form.role.choices = [
        ("", t("admin.grant.choose")),
        *((role, t(f"codes.role.{role}")) for role in scope.ROLES),
    ]
    with auth.database().read() as connection:
        form.body.choices = [
            ("", t("admin.grant.no_body")),
            *((body.code, body.name) for body in list_bodies(connection)),
        ]
    if isinstance(form, AccountForm):
        form.locale.choices = [(code, t(f"shell.language.{code}")) for code in _config().languages]
    return form


def _area(form: GrantForm) -> str:
    """Return the public id that was chosen: it stands in brackets behind the name, or alone."""
    typed = form.area.data or ""
    found = _AT_END.search(typed)
    return found[1] if found else typed


def _tell(form: PageForm, error: AppError) -> None:
    form.tell(type(error)(error.code, **{**error.facts, "field": _FIELD_OF.get(error.code, "")}))


def _link(secret: str) -> str:
    return url_for("account.show_link", secret=secret, _external=True)


def _back(name: str, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("admin.show_account", name=users.to_sign_in_name(name)), 303)


def _refused(name: str, error: Refused) -> ResponseReturnValue:
    form = _offer(GrantForm())
    form.tell(error)
    return _account_page(name, form=form), 422


def _new_page(form: AccountForm) -> str:
    with auth.database().read() as connection:
        areas = _areas(connection)
    return render_template("admin/new_account.html", form=form, areas=areas)


def _account_page(name: str, *, form: GrantForm | None = None, link: str | None = None) -> str:
    database = auth.database()
    with database.read() as connection:
        user = users.get_user(connection, name)
        row = next(one for one in accounts.list_accounts(connection, user.name) if one.account.id == user.id)
        held = tokens.list_api_tokens(connection, user, database.clock())
        areas = _areas(connection)
    return render_template(
        "admin/account.html",
        one=_told(row),
        tokens=[{"name": token.name, "created": local_day(token.created_at),
                 "used": local_day(token.used_at) if token.used_at else None} for token in held],
        areas=areas,
        form=form or _offer(GrantForm()),
        link=link,
        minutes=_config().link_minutes,
    )  # fmt: skip


def _told(row: AccountRow) -> dict[str, Any]:
    return {
        "name": row.account.name,
        "is_active": row.account.is_active,
        "locale": row.account.locale,
        "used": local_day(row.used_at) if row.used_at else None,
        "grants": [
            {"id": grant.id, "role": grant.role, "body": grant.body_name, "area": grant.area_name,
             "since": local_day(grant.granted_at),
             "id_of_area": "" if grant.area == grants.EVERYWHERE else grant.area}
            for grant in row.grants
        ],
    }  # fmt: skip


def _areas(connection: Reading) -> list[tuple[str, str]]:
    """Return what the field offers: name with public id, and where it lies; current areas first."""
    everywhere = (f"{t('admin.grant.everywhere')} ({grants.EVERYWHERE})", "")
    today = local_day(auth.database().clock())
    areas = accounts.list_grant_areas(connection, today)
    return [everywhere, *((f"{one.name} ({one.public_id})", _where(one)) for one in areas)]


def _where(area: accounts.GrantArea) -> str:
    if area.group == "former":
        return t("admin.grant.former", day=area.valid_to, name=area.full_name)
    return area.full_name
