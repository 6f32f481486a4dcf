"""The way to a page of the API: every part of its address is a page, too."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from layers.store.catalog import COLLECTIONS
from webmap.http.i18n import t

_TITLES: Final = {
    "api": "api.crumb.landing",
    "collections": "api.link.collections",
    "items": "api.crumb.items",
    "styles": "api.link.styles",
    "tileMatrixSets": "api.link.matrix_sets",
    "tiles": "api.link.tilesets",
}


class Crumb(NamedTuple):
    """A page above another: what it is called, and its path."""

    title: str
    path: str


def find_crumbs(path: str) -> list[Crumb]:
    """Return the pages above a page of the API, the uppermost first; ``path`` is that of the page."""
    parts = path.strip("/").split("/")[:-1]
    return list(_read(parts))


def _read(parts: list[str]) -> Iterator[Crumb]:
    for nth, part in enumerate(parts):
        yield Crumb(_title(part), "/" + "/".join(parts[: nth + 1]))


def _title(part: str) -> str:
    if part in COLLECTIONS:
        return t(f"api.collection.{part}.title")
    return t(_TITLES[part]) if part in _TITLES else part
