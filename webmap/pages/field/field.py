"""The page for the field, which works without signal: its frame, its worker, its manifest and its icons."""

import hashlib
from typing import Any

import orjson
from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webmap.http import respond
from webmap.pages.field import kept_files
from webmap.render import assets
from webmap.render.icons import SIZES, draw_icon

blueprint = Blueprint("field", __name__)

_COLOR, _GROUND = "#0b5d6b", "#f4f5f3"
_MASKABLE = "maskable-512"
_ICONS = {f"icon-{side}": (side, False) for side in SIZES} | {_MASKABLE: (512, True)}
_WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
_DAY_S = 24 * 3600


@blueprint.get("/field")
def show() -> ResponseReturnValue:
    """Show the frame of the page; a phone keeps it and fills it with what it holds itself."""
    return kept_files.render_shell()


@blueprint.get("/field/away")
def away() -> ResponseReturnValue:
    """Show what stands in for other pages while there is no signal."""
    return kept_files.render_away()


@blueprint.get("/sw.js")
def worker() -> Response:
    """Return the service worker, with the list of what it keeps before it."""
    told = orjson.dumps(kept_files.describe_kept()).decode()
    body = f"globalThis.PRECACHE = {told};\n{assets.read_text(kept_files.WORKER)}"
    response = Response(body, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Content-Security-Policy"] = _WORKER_POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """Return by what name and with which icons a telephone puts the page among its applications."""
    words = kept_files.translators()[0]
    told: dict[str, Any] = {
        "id": url_for("field.show"),
        "name": words.text("field.app.name"),
        "short_name": words.text("shell.brand"),
        "description": words.text("field.app.about"),
        "lang": words.locale,
        "start_url": url_for("field.show"),
        "scope": "/",
        "display": "standalone",
        "theme_color": _COLOR,
        "background_color": _GROUND,
        "icons": [_icon(name, side, is_maskable) for name, (side, is_maskable) in _ICONS.items()],
    }
    response = respond.to_json(told, mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/field/<name>.png")
def icon(name: str) -> Response:
    """Return the sign of the product as a picture."""
    if name not in _ICONS:
        raise NotFound
    side, is_maskable = _ICONS[name]
    body = draw_icon(side, is_maskable=is_maskable)
    response = Response(body, mimetype="image/png")
    response.headers["Cache-Control"] = f"public, max-age={_DAY_S}"
    response.set_etag(hashlib.sha256(body).hexdigest()[:16])
    return response


def _icon(name: str, side: int, is_maskable: bool) -> dict[str, str]:
    return {
        "src": url_for("field.icon", name=name),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": "maskable" if is_maskable else "any",
    }
