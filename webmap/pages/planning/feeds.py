"""Calendars to subscribe to: each has an address of its own, which is all that a calendar program needs."""

from datetime import timedelta
from typing import cast

import segno
from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from layers.agenda.calendar import list_areas
from layers.agenda.calendar_items import Item
from layers.agenda.feeds import find_positions, read_feed
from layers.errors import NotFound, OutsideScope
from layers.people import tokens
from layers.people.tokens import Bearer
from layers.store.database import Reading
from webmap.config import Config
from webmap.errors import BadParameter
from webmap.http import auth, i18n
from webmap.http.demo_mark import demo_label
from webmap.http.i18n import t
from webmap.http.security import limiter
from webmap.http.today import read_visit_rule, today
from webmap.pages.planning import calendar_words
from webmap.render.icalendar_file import MIMETYPE

blueprint = Blueprint("feeds", __name__)

KEPT = timedelta(minutes=15)
"""How long a calendar program may go without asking."""

_NOT_FOUND = 404


def _settings() -> Config:
    return cast(Config, current_app.config["DIABAN"])


@blueprint.get("/calendar/<secret>.ics")
@limiter.limit(
    lambda: f"{_settings().sign_ins_per_address} per minute",
    deduct_when=lambda response: response.status_code == _NOT_FOUND,
)
def read(secret: str) -> Response:
    """Return the calendar of an address, as far as its holder may see it now."""
    database, on = auth.database(), today()
    with database.read() as connection:
        bearer = tokens.find_calendar(connection, secret, database.clock())
        if bearer is None:
            raise NotFound("calendar_not_found")
        i18n.speak(bearer.account.locale)
        items = _read_items(connection, bearer)
        area = dict(list_areas(connection, bearer.account.actor, on)).get(bearer.token.area or "")
        body = calendar_words.write_items(_name(area), items, find_positions(connection, items))
    if bearer.is_use_due(database.clock()):
        auth.record_use(bearer)
    response = Response(body, content_type=MIMETYPE)
    response.cache_control.private = True
    response.cache_control.max_age = round(KEPT.total_seconds())
    response.add_etag()
    return cast(Response, response.make_conditional(request))


@blueprint.post("/account/calendars")
def add() -> ResponseReturnValue:
    """Make the address of a calendar and show it, once: the page is the answer itself, so that it is stored nowhere."""
    auth.require_session("visit.read")
    area = request.form.get("area") or None
    with auth.database().read() as connection:
        names = dict(list_areas(connection, auth.actor(), today()))
    if area is not None and area not in names:
        raise BadParameter("area", "area")
    with auth.database().write(auth.actor(), "calendar.add") as change:
        secret = tokens.add_calendar(change, auth.account(), area, days=_settings().token_days)
    url = url_for("feeds.read", secret=secret, _external=True)
    webcal = f"webcal://{url.partition('://')[2]}"
    shown = render_template(
        "plans/feed.html",
        name=_name(names.get(area or "")),
        url=url,
        webcal=webcal,
        picture=segno.make(webcal, error="m", micro=False).svg_data_uri(scale=4, border=2),
        days=_settings().token_days,
    )
    return shown, 201


@blueprint.post("/account/calendars/<int:token_id>/revoke")
def revoke(token_id: int) -> ResponseReturnValue:
    """End the address of a calendar."""
    auth.require_session()
    with auth.database().write(auth.actor(), "calendar.revoke") as change:
        tokens.revoke_calendar(change, auth.account(), token_id)
    flash(t("calendar.feed.revoked"), "good")
    return redirect(url_for("account.show", _anchor="calendars"), 303)


def _read_items(connection: Reading, bearer: Bearer) -> tuple[Item, ...]:
    """Return what the feed holds.

    Raises
    ------
    NotFound
        ``calendar_not_found``, where its holder reads no visits any more.
    """
    rule = read_visit_rule(connection)
    try:
        return read_feed(connection, bearer.account.actor, bearer.token.area, today(), rule)
    except OutsideScope as error:
        raise NotFound("calendar_not_found") from error


def _name(area: str | None) -> str:
    own = t("calendar.feed.area", area=area) if area else t("calendar.feed.own")
    return " – ".join(part for part in (demo_label(), own) if part)
