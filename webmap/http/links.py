"""Addresses: links in API answers, to our own files, and the check on where a form may lead back to."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, request, url_for

from webmap.http.respond import HTML, JSON
from webmap.render import assets

OPENAPI = "application/vnd.oai.openapi+json;version=3.0"

_RELATIONS = "http://www.opengis.net/def/rel/ogc/1.0"
TILESETS = f"{_RELATIONS}/tilesets-vector"
TILING_SCHEME = f"{_RELATIONS}/tiling-scheme"
TILING_SCHEMES = f"{_RELATIONS}/tiling-schemes"
STYLES = f"{_RELATIONS}/styles"
"""Relations of links that OGC API names by addresses of its own."""

Link = dict[str, str]

_YEAR_S = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Give templates ``asset``, ``current_path`` and ``return_path``."""
    app.jinja_env.globals["asset"] = asset_url
    app.context_processor(lambda: {"current_path": request.path, "return_path": return_path()})


def return_path() -> str:
    """Return where a form of the shell leads back to: this page with its parameters, or home from a form's answer."""
    return request.full_path.removesuffix("?") if request.method in {"GET", "HEAD"} else "/"


def asset_url(path: str) -> str:
    """Return the address of a file of ours, which changes with its content so that browsers may keep it."""
    return url_for("static", filename=path, v=assets.fingerprint(path))


def finder_addresses() -> dict[str, Any]:
    """Return the addresses of what finds faces, as the script that loads it takes them."""

    def addresses(files: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: asset_url(file) if isinstance(file, str) else addresses(file)
            for name, file in files.items()
        }

    return addresses(assets.FINDER)


def cache_seconds(filename: str) -> int | None:
    """Return how long a browser may keep a file: long only where its address names the content."""
    return _YEAR_S if request.args.get("v") == assets.fingerprint(filename) else None


def link(rel: str, href: str, kind: str, title: str) -> Link:
    """Return a link as OGC API writes it."""
    return {"href": href, "rel": rel, "type": kind, "title": title}


def address(endpoint: str, **values: Any) -> str:
    """Return the absolute address of a resource."""
    return url_for(endpoint, _external=True, **values)


def this_address(**changes: str | None) -> str:
    """Return the absolute address of this request with parameters changed, or dropped where None is given."""
    kept: dict[str, str] = {name: value for name, value in request.args.items() if name not in changes}
    kept.update({name: value for name, value in changes.items() if value is not None})
    return request.base_url + (f"?{urlencode(kept)}" if kept else "")


def self_links(titles: Mapping[str, str], kind: str = JSON, *, is_page: bool) -> Iterator[Link]:
    """Yield the links to this resource itself and to its other format.

    Parameters
    ----------
    titles
        Title by format, ``json`` and ``html``.
    kind
        Media type of the JSON form.
    is_page
        Whether this answer is the HTML form.
    """
    forms = {"json": kind, "html": HTML}
    own = "html" if is_page else "json"
    for name, media in forms.items():
        yield link("self" if name == own else "alternate", this_address(f=name), media, titles[name])


def is_local(target: str | None) -> bool:
    """Tell whether a target is a path of this service, so that no link to us leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return False
    if any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in target):  # noqa: PLR2004 - control characters
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def local_or_home(target: str | None) -> str:
    """Return the target if it is ours, or else the first page."""
    return target if target and is_local(target) else "/"
