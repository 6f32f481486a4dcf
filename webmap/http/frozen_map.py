"""Writes a map as one HTML file that needs no network: scripts, styles, words and data are inside it."""

import hashlib
import re
from functools import lru_cache
from importlib import import_module
from types import ModuleType

import orjson
from flask import current_app
from markupsafe import Markup

from webmap.maps.scene import Scene, page_config
from webmap.maps.sheet import Sheet
from webmap.render import assets
from webmap.texts import Forms, Translator

SCRIPT = "build/map.js"

_STYLES = ("build/page.css", "build/map-page.css")
_CODED = ("hotspots.due", *(f"codes.{name}" for name in ("status", "kind", "topic", "level", "due", "reply")))
"""Texts that the page's script puts together from codes; those of the map it names one by one."""

_NONCE_LETTERS = 32


def write_frozen(scene: Scene, translator: Translator, *, subtitle: str, demo_label: str) -> str:
    """Return a map with its data as a file; the same map gives the same file.

    Parameters
    ----------
    scene
        The map, with its ``feed``.
    subtitle
        What stands beside its title.
    demo_label
        What it says where the data are invented; empty otherwise.
    """
    told = page_config(scene, locale=translator.locale, texts=map_texts(translator), libraries={})
    # Nothing in a file that is made of its own data is to be told apart by chance: its digest serves as well.
    nonce = hashlib.sha256(orjson.dumps([told, scene.feed, subtitle])).hexdigest()[:_NONCE_LETTERS]
    parts = composer().compose_frozen(scene, told, nonce=nonce)
    # all that the template needs is given here: a command and a worker, who have no request, write the same file
    return current_app.jinja_env.get_template("map/frozen.html").render(
        t=translator.text,
        locale=translator.locale,
        demo_label=demo_label,
        title=scene.spec.title,
        subtitle=subtitle,
        nonce=nonce,
        styles=_styles(*_STYLES),
        print_styles=_styles("css/print.css"),
        icon_url=assets.data_url("icons/diaban.svg"),
        frozen_url=None,
        map_head=parts.head,
        map_html=parts.html,
        map_script=parts.script,
    )


def write_frozen_sheet(sheet: Sheet) -> bytes:
    """Return the map of a sheet as a file that needs no network; what else is on the sheet, screens do not show."""
    translator = Translator(sheet.spec.locale)
    told = [sheet.spec.subtitle]
    if sheet.imprint.code:
        told.append(translator.text("map_sheet.code", code=sheet.imprint.code))
    told.append(sheet.imprint.watermark)
    subtitle = " · ".join(part for part in told if part)
    return write_frozen(sheet.scene, translator, subtitle=subtitle, demo_label=sheet.imprint.demo).encode()


def map_texts(translator: Translator, *further: str) -> dict[str, Forms]:
    """Return the texts that the map's script and further ones use, and no others: they go with every page."""
    named = {key for script in (SCRIPT, *further) for key in _named_in(script, assets.fingerprint(script))}
    words = translator.catalogue(("map",))
    return {key: text for key, text in words.items() if key in named} | translator.catalogue(_CODED)


def composer() -> ModuleType:
    """Return the room that lets folium compose; folium brings pandas, for which a start does not wait."""
    return import_module("webmap.render.folium_map")


@lru_cache(maxsize=2)
def _named_in(script: str, _fingerprint: str) -> frozenset[str]:
    return frozenset(re.findall(r'"(map\.[a-z0-9_.]+)"', assets.read_text(script)))


def _styles(*paths: str) -> Markup:
    return Markup("\n".join(assets.inlined_style(path) for path in paths))  # noqa: S704 - our own style sheets
