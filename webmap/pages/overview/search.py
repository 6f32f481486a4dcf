"""The page of search: places, areas of every vintage, documents and streets by what people type."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from layers.overview.finder import Found, find
from layers.store import scope
from webmap.http import auth, params
from webmap.http.today import today
from webmap.maps.symbols import SYMBOLS

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def show() -> ResponseReturnValue:
    """Show what answers ``q``; without it, what can be looked for."""
    params.require_known(request.args, ("q",))
    text = request.args.get("q", "").strip()
    params.read_words(text)
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.read")
        found = find(connection, auth.actor(), text, today()) if text else Found()
    return render_template("search/show.html", q=text, found=found, symbols=SYMBOLS)
