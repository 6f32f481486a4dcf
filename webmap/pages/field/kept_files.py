"""Names what a phone keeps of the field page, so that it opens without signal, and the version that it is of."""

import hashlib
from typing import Any, cast

from flask import current_app, render_template, url_for

from webmap.config import Config
from webmap.http.demo_mark import demo_label
from webmap.http.links import asset_url, finder_addresses
from webmap.maps.symbols import SYMBOLS
from webmap.render import assets
from webmap.texts import Translator

STYLES = ("build/page.css", "build/work.css", "vendor/leaflet.css", "build/field.css")
SCRIPT = "build/field.js"
WORKER = "build/worker.js"
LEAFLET = "vendor/leaflet.js"
TOPICS = (
    "field",
    "images",
    *(f"codes.{name}" for name in ("kind", "scale", "status", "topic", "visit_form", "visit_result")),
)
"""Texts that the page's script uses; it has them in every language, since the phone keeps one page for all."""


def translators() -> list[Translator]:
    """Return the words of every language, the default first."""
    config = cast(Config, current_app.config["DIABAN"])
    known: dict[str, Translator] = current_app.extensions["translators"]
    return sorted(known.values(), key=lambda words: words.locale != config.default_language)


def render_shell() -> str:
    """Return the page as every phone keeps it: nothing of a reader, of a session or of a language is in it."""
    words = translators()
    return render_template(
        "field/show.html",
        brand=words[0].text("shell.brand"),
        demo=_told(words, "shell.demo") if demo_label() else [],
        config=_page_config(words),
        styles=[asset_url(path) for path in STYLES],
        script=asset_url(SCRIPT),
        without_script=_told(words, "field.without_script"),
    )


def render_away() -> str:
    """Return the page that stands in for any other page while there is no signal."""
    names = ("title", "lead", "open")
    told = [
        {"lang": one.locale, **{name: one.text(f"field.away.{name}") for name in names}}
        for one in translators()
    ]
    return render_template("field/away.html", told=told, styles=[asset_url(path) for path in STYLES[:2]])


def list_files() -> list[str]:
    """Return the addresses of the files that the page is made of."""
    fonts = [f"vendor/{name}" for name in assets.VENDOR if name.endswith(".woff2")]
    named = (*STYLES, SCRIPT, LEAFLET, "icons/diaban.svg")
    return [*(asset_url(path) for path in named), *(url_for("static", filename=path) for path in fonts)]


def describe_kept() -> dict[str, Any]:
    """Return what the worker is told to keep; its version changes when any of it does."""
    files = list_files()
    pages = (render_shell(), render_away())
    fingerprints = [assets.fingerprint(f"vendor/{name}") for name in assets.VENDOR if name.endswith(".woff2")]
    version = hashlib.sha256("\n".join((*pages, *files, *fingerprints)).encode()).hexdigest()[:16]
    return {
        "version": version,
        "page": url_for("field.show"),
        "away": url_for("field.away"),
        "files": files,
        "faces": _flat(finder_addresses()),
    }


def _told(words: list[Translator], key: str) -> list[dict[str, str]]:
    return [{"lang": one.locale, "text": one.text(key)} for one in words]


def _page_config(words: list[Translator]) -> dict[str, Any]:
    return {
        "texts": {one.locale: one.catalogue(TOPICS) for one in words},
        "locale": words[0].locale,
        "worker": url_for("field.worker"),
        "leaflet": asset_url(LEAFLET),
        "finder": finder_addresses(),
        "symbols": {
            code: {"color": one.color, "line": one.line, "width": one.width, "sign": one.sign}
            for code, one in SYMBOLS.items()
        },
    }


def _flat(addresses: dict[str, Any]) -> list[str]:
    found = (_flat(one) if isinstance(one, dict) else [one] for one in addresses.values())
    return [address for some in found for address in some]
