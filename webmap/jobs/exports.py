"""Long work on exports: a layer as a file, read page by page."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from geo.geodesy.crs import WGS84_LONLAT, find_crs
from geo.types import local_day
from layers.errors import Refused
from layers.exports.export_layers import get_layer
from layers.exports.export_order import ExportOrder
from layers.exports.exports import FORMATS, export_layer
from layers.store.catalog import COLLECTIONS
from layers.store.conditions import Condition
from layers.store.database import Reading
from layers.store.query import FeatureQuery
from webmap.http.cql2.reading import read_filter
from webmap.http.today import read_visit_rule
from webmap.jobs.work import File, Work
from webmap.maps.feed import FeedRequest, build_feed
from webmap.maps.shown import choose
from webmap.maps.spec import MapSpec
from webmap.render.export_words import dress_export


def read_layer_filter(layer: str, text: str | None) -> Condition | None:
    """Return what a filter in CQL2, as text or as JSON, asks of a layer; None where there is none.

    Raises
    ------
    BadParameter
        What is wrong with it, and where (`webmap.http.cql2.faults`).
    Refused
        ``export_filter_refused``: only published collections can be asked so.
    """
    if not text:
        return None
    if layer not in COLLECTIONS:
        raise Refused("export_filter_refused", field="filter", layer=layer, allowed=", ".join(COLLECTIONS))
    language = "cql2-json" if text.startswith("{") else "cql2-text"
    return read_filter(text, language, WGS84_LONLAT, COLLECTIONS[layer])


def tell_order(order: ExportOrder, shown: MapSpec | None = None, where: str | None = None) -> dict[str, Any]:
    """Return what is asked as values that JSON can hold.

    Parameters
    ----------
    order
        What is asked.
    shown
        The map whose places alone are wanted; None for all.
    where
        The filter of the question, as it was written.
    """
    query = order.query
    return {
        "layer": order.layer,
        "form": order.form,
        "crs": order.crs.code,
        "encoding": order.encoding,
        "codes": None if order.codes is None else sorted(order.codes),
        "on": query.on.isoformat(),
        "known_at": query.known_at.isoformat() if query.known_at else None,
        "area": query.area,
        "map": shown.to_json() if shown else None,
        "filter": where,
    }


def make_export_file(work: Work, arguments: Mapping[str, Any]) -> File:
    """Make the file of an export.

    Parameters
    ----------
    work
        What is given to every work.
    arguments
        As `tell_order` tells them.

    Raises
    ------
    NotFound, Refused, OutsideScope, InvalidGeometry
        As `layers.exports.exports.export_layer`.
    BadParameter
        As `read_layer_filter`.
    """
    with work.database.read() as connection, TemporaryDirectory(prefix="diaban-export-") as folder:
        order = _read_order(connection, work, arguments)
        work.report(0.05, "exports.doing.reading", n=0)
        path = export_layer(
            connection,
            work.actor,
            order,
            Path(folder),
            dress_export(order, work.translator, work.demo),
            lambda count: work.report(0.3, "exports.doing.reading", n=count),
        )
        form = FORMATS[order.form]
        return File(path.read_bytes(), f"{order.layer}-{order.query.on}.{form.suffix}", form.media_type)


def _read_order(connection: Reading, work: Work, told: Mapping[str, Any]) -> ExportOrder:
    known = datetime.fromisoformat(told["known_at"]) if told["known_at"] else None
    where = read_layer_filter(told["layer"], told["filter"])
    query = FeatureQuery(date.fromisoformat(told["on"]), known_at=known, area=told["area"], where=where)
    codes = None if told["codes"] is None else frozenset(told["codes"])
    if told["map"] and get_layer(told["layer"]).place_field:
        codes = _find_shown(connection, work, MapSpec.from_json(told["map"]))
    return ExportOrder(told["layer"], query, told["form"], find_crs(told["crs"]), told["encoding"], codes)


def _find_shown(connection: Reading, work: Work, shown: MapSpec) -> frozenset[str]:
    """Return the codes of the places that a map shows, by all of its filters."""
    today = local_day(work.database.clock())
    rule = read_visit_rule(connection, on=today, config=work.config)
    feed = build_feed(connection, FeedRequest(work.actor, today, intervals=rule))
    return frozenset(place.code for place in choose(feed, shown).places)
