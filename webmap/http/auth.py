"""Who asks: by session cookie, bearer token or Basic with a token; whoever is nobody is stopped here."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from flask import Flask, current_app, g, request, session

from geo.errors import AppError
from layers.actor import Actor
from layers.errors import OutsideScope, StorageUnavailable
from layers.people.tokens import Bearer, find_bearer, hash_secret, mark_used
from layers.people.users import Account, find_session_user
from layers.people.viewing import Viewable, find_viewed
from layers.store import scope
from layers.store.database import Database
from webmap.config import Config
from webmap.errors import NotSignedIn
from webmap.http.security import SAFE_METHODS, protect_form, refuse_other_sites
from webmap.http.unchanged import look_again, unchanged

PUBLIC = frozenset(
    {
        "static",
        "account.show_sign_in",
        "account.sign_in",
        "account.show_link",
        "account.redeem",
        "account.choose_language",
        "health.healthz",
        "health.readyz",
        "field.worker",
        "field.manifest",
        "field.icon",
        "field.away",
        "feeds.read",  # calendar programs send no sign-in: the address itself holds the secret
    }
)
"""Endpoints that answer anybody; every other one needs a sign-in, also those that are yet to be written."""

STILL_ONESELF = frozenset({"view_as.stop", "account.sign_out", "account.choose_language"})
"""Forms that whoever looks through another's grant may send: they are about the one who looks."""


def init_app(app: Flask) -> None:
    """Ask who it is before every request, and tell templates: ``actor``, ``may(action)``, ``viewing``."""
    app.before_request(identify)
    app.context_processor(lambda: {"actor": find_actor(), "may": may, "viewing": find_viewing()})


def database() -> Database:
    """Return the database of this service."""
    return cast(Database, current_app.extensions["database"])


def identify() -> None:
    """Find out who asks, and stop nobodies and forged forms.

    Raises
    ------
    NotSignedIn
        ``not_signed_in``, or ``token_invalid`` where a token was shown that is not good.
    RequestRefused
        A change without proof that our own page started it.
    OutsideScope
        ``viewing_as``: a change by one who looks through another's grant.
    """
    if request.endpoint == "static":
        return  # the same for everyone: no session is read, so the answer may be kept
    if request.endpoint is None:
        g.account = _account_of_session()  # the page that says "not found" still knows its reader
        g.viewing = _viewing_of_session()
        return
    if request.authorization is not None:
        g.account = _account_of_token()
        refuse_other_sites()
        return
    g.account = _account_of_session()
    if g.account is None and request.endpoint not in PUBLIC:
        raise NotSignedIn("not_signed_in")
    g.viewing = _viewing_of_session()
    if request.method not in SAFE_METHODS:
        protect_form()
        if g.viewing is not None and request.endpoint not in STILL_ONESELF:
            raise OutsideScope("viewing_as")


def account() -> Account:
    """Return the account that asks.

    Raises
    ------
    NotSignedIn
        On a public page, where nobody may be signed in.
    """
    found = g.get("account")
    if found is None:
        raise NotSignedIn("not_signed_in")
    return cast(Account, found)


def good_until() -> datetime:
    """Return until when the token that was shown needs no second look, an aware time; a session always does."""
    return cast(datetime, g.get("good_until") or database().clock())


def find_actor() -> Actor | None:
    """Return who asks, if anybody is signed in."""
    return None if g.get("account") is None else actor()


def actor() -> Actor:
    """Return who asks, as storage takes it: with the eyes of another where one looks through his grant."""
    own, viewed = account().actor, find_viewing()
    return own if viewed is None else replace(own, only_grant_id=viewed.id)


def require_session(action: str | None = None) -> None:
    """Refuse tokens, which read but never rule, and whoever may not do the action anywhere.

    Raises
    ------
    OutsideScope
        ``session_needed`` or ``not_allowed``.
    """
    if request.authorization is not None:
        raise OutsideScope("session_needed")
    if action is not None:
        with database().read() as connection:
            scope.require(connection, actor(), action)


def find_viewing() -> Viewable | None:
    """Return the grant through which this session looks, if it does."""
    return cast(Viewable | None, g.get("viewing"))


def start_viewing(viewed: Viewable) -> None:
    """Look through another's grant from now on, in this session."""
    session["view_as"] = viewed.id


def stop_viewing() -> None:
    """Look through one's own grants again."""
    session.pop("view_as", None)


def may(action: str) -> bool:
    """Tell whether whoever asks may do this somewhere, so that pages offer nothing else; asked once a request."""
    if "actions" not in g:
        g.actions = _find_actions()
    return action in cast(frozenset[str], g.actions)


def start_session(user: Account) -> None:
    """Sign somebody in, in a session that nobody could have prepared."""
    locale = session.get("locale")
    session.clear()
    session.permanent = True
    session.update(account=user.id, epoch=user.epoch, since=database().clock().timestamp())
    if locale:
        session["locale"] = locale
    g.account = user


def end_session() -> None:
    """Sign out here; the language stays."""
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale
    g.account = None


def _find_actions() -> frozenset[str]:
    asking = find_actor()
    if asking is None:
        return frozenset()
    try:
        with database().read() as connection:
            return scope.allowed_actions(connection, asking)
    except AppError:  # the page that says so has a header too
        return frozenset()


def _account_of_session() -> Account | None:
    account_id, epoch, since = (session.get(name) for name in ("account", "epoch", "since"))
    if account_id is None or epoch is None or since is None:
        return None
    config: Config = current_app.config["DIABAN"]
    begun = datetime.fromtimestamp(since, tz=database().clock().tzinfo)
    if database().clock() - begun > timedelta(hours=config.session_hours):
        return None
    try:
        with database().read() as connection:
            return find_session_user(connection, account_id, epoch)
    except StorageUnavailable:
        if request.endpoint is None or request.endpoint in PUBLIC:
            return None
        raise


def _viewing_of_session() -> Viewable | None:
    """Return the grant that the session looks through; with a right that ended, the session is its own again."""
    grant_id = session.get("view_as")
    if grant_id is None or g.account is None:
        return None
    with database().read() as connection:
        viewed = find_viewed(connection, g.account.actor, grant_id)
    if viewed is None:
        stop_viewing()
    return viewed


def _account_of_token() -> Account:
    shown = request.authorization
    secret = (shown.token if shown.type == "bearer" else shown.password) if shown else None
    if not secret or shown is None or shown.type not in {"bearer", "basic"}:
        raise NotSignedIn("token_invalid")
    now = database().clock()
    bearer = unchanged(("bearer", hash_secret(secret)), lambda: _find_bearer(secret, now))
    if bearer is None or bearer.is_over(now):
        raise NotSignedIn("token_invalid")
    if bearer.is_use_due(now):
        record_use(bearer)
    g.good_until = bearer.good_until
    return bearer.account


def _find_bearer(secret: str, now: datetime) -> Bearer | None:
    with database().read() as connection:
        return find_bearer(connection, secret, now)


def record_use(bearer: Bearer) -> None:
    """Record that a token was used, unless the register is busy with something else."""
    try:
        with database().write(bearer.account.actor, "token.use") as change:
            mark_used(change, bearer)
        look_again()
    except AppError as error:
        # Reading goes on while something else writes for long; the next request records the use.
        current_app.logger.warning("use of a token not recorded: %s", error)
