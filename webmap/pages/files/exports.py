"""Exports: choosing what of the register is taken out, as which file; small ones at once, large ones as long work."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.errors import InvalidGeometry, UnknownCrs
from layers.agenda.calendar import list_areas
from layers.errors import NotFound, Refused
from layers.exports.export_layers import list_readable
from layers.exports.export_order import ExportOrder
from layers.exports.exports import ACTION, check_order, has_more_rows
from layers.store import scope
from layers.store.catalog import COLLECTIONS
from webmap.http import auth, params, respond
from webmap.http.cql2.faults import BadFilter
from webmap.http.demo_mark import labelled_file
from webmap.http.i18n import t, translator
from webmap.http.map_params import NAMES
from webmap.http.today import today
from webmap.jobs.asking import ask_for, do_now
from webmap.jobs.exports import tell_order
from webmap.pages.files.export_forms import PLACE, ExportForm
from webmap.render.export_words import name_layer

blueprint = Blueprint("exports", __name__)

LARGE_ROWS: Final = 2000
"""More rows than these are written by a worker."""


@blueprint.get("/exports")
def show() -> ResponseReturnValue:
    """Show the form; the address may name a map, or a place."""
    params.require_known(request.args, (*NAMES, PLACE))
    return _page(ExportForm.of_address(request.args, str(uuid4())))


@blueprint.post("/exports")
def take() -> ResponseReturnValue:
    """Send the file, or lead to the page that tells how far it is."""
    auth.require_session(ACTION)
    form = ExportForm.sent()
    _offer(form)
    if not form.validate():
        return _page(form), 422
    try:
        order, shown = form.order(), form.shown()
        check_order(order)
        arguments = tell_order(order, shown and replace(shown, on=order.query.on), form.filter.data)
        return _make(order, arguments, form.uuid.data)
    except (Refused, NotFound, InvalidGeometry, UnknownCrs, BadFilter) as error:
        form.tell(error)
        return _page(form), 422


def _make(order: ExportOrder, arguments: Mapping[str, Any], uuid: str | None) -> ResponseReturnValue:
    with auth.database().read() as connection:
        is_large = has_more_rows(connection, auth.actor(), order, LARGE_ROWS)
    if is_large:
        title = t("exports.file_title", layer=name_layer(order.layer, translator()), day=order.query.on)
        asked = ask_for("export", arguments, title=f"{title} ({order.form.upper()})", uuid=uuid)
        flash(t("exports.asked"), "good")
        return redirect(url_for("downloads.show", uuid=asked), 303)
    file = do_now("export", arguments)
    response = respond.vary(Response(file.body, mimetype=file.media_type))
    response.headers["Content-Disposition"] = f'attachment; filename="{labelled_file(file.name)}"'
    return response


def _offer(form: ExportForm) -> None:
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), ACTION)
        layers = list_readable(connection, auth.actor())
        form.offer(layers, list_areas(connection, auth.actor(), form.on.data or today()))


def _page(form: ExportForm) -> str:
    _offer(form)
    given: dict[str, Any] = dict(form.map_params())
    map_url = url_for("map.show", **given)
    return render_template("exports/index.html", form=form, map_url=map_url, filtered=COLLECTIONS)
