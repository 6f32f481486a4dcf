"""Gives exports their words and their looks: title, styles, colours, and the note beside a shapefile."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from layers.exports.export_layers import LAYERS
from layers.exports.export_order import Dress, ExportOrder, ReadMe, Symbology
from webmap.maps.looks import LOOKS
from webmap.render.qgis_styles import write_qml
from webmap.texts import Translator


def dress_export(order: ExportOrder, translator: Translator, demo: str = "") -> Dress:
    """Return what a file is to say, in a language.

    Parameters
    ----------
    order
        What is asked.
    translator
        Words.
    demo
        What files have to say while an invented history is loaded, else nothing.
    """
    title = translator.text(
        "exports.file_title", layer=name_layer(order.layer, translator), day=order.query.on
    )
    return Dress(
        " · ".join(filter(None, [demo, title])),
        {order.layer: _symbols(order, translator)},
        partial(_write_note, translator=translator, demo=demo),
    )


def name_layer(layer: str, translator: Translator) -> str:
    """Return what people call a layer."""
    return translator.text(f"exports.layer.{layer}")


def _symbols(order: ExportOrder, translator: Translator) -> Symbology:
    look, on = LOOKS[order.layer], order.query.on

    def find_code(values: Mapping[str, Any]) -> str | None:
        entry = look.find_entry(values, on)
        return entry.code if entry else None

    return Symbology(
        {entry.code: entry.symbol.color for entry in look.entries},
        find_code,
        {shape: write_qml(order.layer, shape, translator, on) for shape in LAYERS[order.layer].shapes},
    )


def _write_note(told: ReadMe, translator: Translator, demo: str) -> str:
    """Return the note: what the files are, and what they cannot hold."""
    t, order = translator.text, told.order
    lines = [
        *filter(None, [demo]),
        t("exports.note.title", layer=name_layer(order.layer, translator), day=order.query.on),
        t("exports.note.crs", name=order.crs.name, code=order.crs.code),
        t(f"exports.note.encoding.{order.encoding}"),
        "",
        t("exports.note.files"),
        *(t("exports.note.file", file=name, n=count) for name, count in told.counts.items()),
        "",
        t("exports.note.limits"),
    ]
    renamed = {full: short for full, short in told.names.items() if full != short}
    if renamed:
        lines += ["", t("exports.note.fields")]
        lines += [f"    {short:<12}{full}" for full, short in renamed.items()]
    return "\n".join(lines) + "\n"
