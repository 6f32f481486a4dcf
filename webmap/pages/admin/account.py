"""Signing in and out, one-time links, and the page of one's own account: password, language, tokens."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from layers.agenda.calendar import list_areas
from layers.errors import Refused
from layers.people import grants, tokens, users
from webmap.config import Config
from webmap.errors import BadParameter
from webmap.http import auth, i18n, leaving
from webmap.http.i18n import t
from webmap.http.links import local_or_home
from webmap.http.security import limiter
from webmap.http.today import today

blueprint = Blueprint("account", __name__)
blueprint.before_request(auth.require_session)

_LONGEST_FIELD = 1000


def _config() -> Config:
    config: Config = current_app.config["DIABAN"]
    return config


def _has_failed(response: Response) -> bool:
    return response.status_code != 303  # noqa: PLR2004 - a success leads on to a page


_per_account = limiter.limit(
    lambda: f"{_config().sign_ins_per_account} per minute",
    key_func=lambda: f"account:{users.to_sign_in_name(request.form.get('name', ''))[:_LONGEST_FIELD]}",
    deduct_when=_has_failed,
)
_per_address = limiter.limit(
    lambda: f"{_config().sign_ins_per_address} per minute",
    deduct_when=_has_failed,
)


@blueprint.get("/sign-in")
def show_sign_in() -> ResponseReturnValue:
    """Show the form, or lead on who is signed in already."""
    target = local_or_home(request.args.get("next"))
    if auth.find_actor() is not None:
        return redirect(target, 303)
    return render_template("account/sign_in.html", target=target, name="", failed=False)


@blueprint.post("/sign-in")
@_per_account
@_per_address
def sign_in() -> ResponseReturnValue:
    """Check name and password; a wrong name and a wrong password give the same answer."""
    name, password = _field("name"), _field("password")
    target = local_or_home(request.form.get("next"))
    user = users.check_password(auth.database(), name, password)
    if user is None:
        return render_template("account/sign_in.html", target=target, name=name, failed=True), 422
    with auth.database().write(user.actor, "session.start") as change:
        change.note("account", user.name, after={"by": "password"})
    auth.start_session(user)
    return redirect(target, 303)


@blueprint.get("/link/<secret>")
def show_link(secret: str) -> ResponseReturnValue:
    """Ask before using the link up, so that a mail program that looks into it does no harm."""
    database = auth.database()
    with database.read() as connection:
        user = tokens.find_link_user(connection, secret, database.clock())
    if user is None:
        return render_template("account/link_spent.html"), 410
    return render_template("account/link.html", user=user, secret=secret)


@blueprint.post("/link/<secret>")
@_per_address
def redeem(secret: str) -> ResponseReturnValue:
    """Use the link up and sign in."""
    database = auth.database()
    with database.read() as connection:
        user = tokens.find_link_user(connection, secret, database.clock())
    if user is not None:
        with database.write(user.actor, "session.start") as change:
            user = tokens.redeem_link(change, secret)
    if user is None:
        return render_template("account/link_spent.html"), 410
    auth.start_session(user)
    return redirect(url_for("home.show") if user.has_password else url_for("account.show"), 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Sign out in this browser; what the field page keeps there goes too, but not unasked what is unsent."""
    return _ask_about_unsent() or _leave()


@blueprint.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of the account."""
    asked = _ask_about_unsent()
    if asked:
        return asked
    with auth.database().write(auth.actor(), "session.end_all") as change:
        users.end_sessions(change, auth.account())
    return _leave()


@blueprint.post("/language")
def choose_language() -> ResponseReturnValue:
    """Use another language, here and, if somebody is signed in, in the account."""
    locale = _field("locale")
    if locale not in _config().languages:
        raise BadParameter("locale", "one_of", allowed=", ".join(_config().languages))
    if auth.find_actor() is not None and auth.account().locale != locale:
        with auth.database().write(auth.account().actor, "account.set_locale") as change:
            users.set_locale(change, auth.account(), locale)
    i18n.choose(locale)
    return redirect(local_or_home(request.form.get("next")), 303)


@blueprint.get("/account")
def show() -> ResponseReturnValue:
    """Show one's own account."""
    return _page()


@blueprint.post("/account/password")
@_per_address
def change_password() -> ResponseReturnValue:
    """Set a new password; sessions elsewhere end, this one goes on."""
    database, user = auth.database(), auth.account()
    if user.has_password and users.check_password(database, user.name, _field("present")) is None:
        return _page(password_error=t("account.password.wrong")), 422
    try:
        with database.write(user.actor, "account.set_password") as change:
            user = users.set_password(change, user, _field("password"))
    except Refused as error:
        return _page(password_error=i18n.translator().error(error.code, error.facts)), 422
    auth.start_session(user)
    flash(t("account.password.changed"), "good")
    return redirect(url_for("account.show"), 303)


@blueprint.post("/account/tokens")
def add_token() -> ResponseReturnValue:
    """Make an API token and show it, once: the page is the answer itself, so that it is stored nowhere."""
    try:
        with auth.database().write(auth.actor(), "token.add") as change:
            secret = tokens.add_api_token(change, auth.account(), _field("name"), days=_config().token_days)
    except Refused as error:
        return _page(token_error=i18n.translator().error(error.code, error.facts)), 422
    return _page(secret=secret), 201


@blueprint.post("/account/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int) -> ResponseReturnValue:
    """End a token."""
    with auth.database().write(auth.actor(), "token.revoke") as change:
        tokens.revoke_api_token(change, auth.account(), token_id)
    flash(t("account.tokens.revoked"), "good")
    return redirect(url_for("account.show"), 303)


def _ask_about_unsent() -> ResponseReturnValue | None:
    unsent = leaving.count_unsent()
    if not unsent or leaving.is_confirmed():
        return None
    return render_template("account/leave.html", n=unsent, action=request.path)


def _leave() -> ResponseReturnValue:
    auth.end_session()
    return leaving.clear(redirect(url_for("account.show_sign_in"), 303))


def _page(**shown: str) -> str:
    database, user = auth.database(), auth.account()
    with database.read() as connection:
        held = grants.list_grants(connection, user)
        own = tokens.list_api_tokens(connection, user, database.clock())
        calendars = tokens.list_calendars(connection, user, database.clock())
        areas = dict(list_areas(connection, user.actor, today()))
    return render_template(
        "account/show.html",
        user=user,
        grants=held,
        tokens=own,
        calendars=calendars,
        calendar_areas=areas,
        days=_config().token_days,
        **shown,
    )


def _field(name: str) -> str:
    value = request.form.get(name)
    if value is None or len(value) > _LONGEST_FIELD:
        raise BadParameter(name, "field")
    return value
