"""Answers with bodies that cost much to make and are kept: the same for all who may see the same."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from flask import Response, current_app

from geo.types import VIETNAM, local_day
from layers.store.database import Reading
from layers.store.features import get_tag
from webmap.http import auth, repeat, respond
from webmap.http.kept import Kept, kept
from webmap.http.unchanged import is_unchanged, unchanged

_MOST_KEPT: Final = 50_000
_SMALLEST_PACKED: Final = 400
_PACKING: Final = 4
_TAG_BYTES: Final = 100


@dataclass(frozen=True)
class Body:
    """A body as it is kept.

    Attributes
    ----------
    plain
        The bytes.
    version
        Of the one object that they tell, if it has one: its tag ends with it.
    """

    plain: bytes
    version: int | None = None

    def __len__(self) -> int:
        """Return the bytes that it takes, of which the tag is some."""
        return len(self.plain) + _TAG_BYTES


def answer(
    collection_id: str, asked: tuple[object, ...], make: Callable[[Reading], Body], *, mimetype: str
) -> Response:
    """Return what a question to a collection is answered, from memory where it is kept, or 304 where it is known.

    Parameters
    ----------
    collection_id
        What is asked; its revision, and the areas in which the actor sees it, are part of the answer's tag.
    asked
        All else that the answer depends on.
    make
        Makes the body in a transaction; it may depend on the actor only by what he may see of the collection.
    mimetype
        Of the body; an empty one is told as "no content".
    """
    now = auth.database().clock()
    actor = auth.actor()
    tag = unchanged(("tag", collection_id, actor), lambda: _find_tag(collection_id))
    etag = respond.make_etag(tag, *asked)
    response = respond.find_unchanged(etag)
    if response is None:
        body = _memory().find(etag)
        if body is None:
            body = _make(etag, make)
        response = _send(body, etag, mimetype)
    repeat.allow(now, min(auth.good_until(), _end_of_day(now)))
    return response


def _find_tag(collection_id: str) -> str:
    with auth.database().read() as connection:
        return get_tag(connection, auth.actor(), collection_id)


def _make(etag: str, make: Callable[[Reading], Body]) -> Body:
    """Make a body. It is kept only if nothing has changed since its tag was found, so that the two belong together."""
    with auth.database().read() as connection:
        body = make(connection)
    if is_unchanged():
        _memory().put(etag, body)
    return body


def _send(body: Body, etag: str, mimetype: str) -> Response:
    response = respond.to_bytes(body.plain, mimetype=mimetype, status=200 if body.plain else 204)
    response.set_etag(respond.number_tag(etag, body.version), weak=True)
    if len(body.plain) < _SMALLEST_PACKED:
        return response
    return respond.send_packed(response, lambda: _pack(body, etag).plain, "gzip")


def _pack(body: Body, etag: str) -> Body:
    """Pack a body. Its packed form is kept with it only: a body that is not kept may not belong to its tag."""

    def pack() -> Body:
        return Body(gzip.compress(body.plain, _PACKING, mtime=0))

    return _memory().get(f"{etag}.gzip", pack) if _memory().find(etag) is body else pack()


def _memory() -> Kept[Body]:
    most_bytes = round(current_app.config["DIABAN"].kept_mb * 500_000)
    return kept("bodies", _MOST_KEPT, most_bytes=most_bytes)


def _end_of_day(now: datetime) -> datetime:
    return datetime.combine(local_day(now) + timedelta(days=1), time(), VIETNAM).astimezone(UTC)
