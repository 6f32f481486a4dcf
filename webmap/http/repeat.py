"""Answers again what was just answered from the register, before Flask is asked, while nothing in it has changed."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from flask import Flask, request

from layers.errors import StorageUnavailable
from layers.store.database import Database
from webmap.http.unchanged import LONGEST, STATE, findings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_AGAIN: Final = "diaban.again"
_REQUEST_ID: Final = "X-Request-Id"
_ASKED: Final = (
    "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_AUTHORIZATION", "HTTP_ACCEPT",
    "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH",
)  # fmt: skip
"""All that an answer may depend on that may be given again."""

_OVERHEAD_BYTES: Final = 2_000


@dataclass(frozen=True)
class _Answer:
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Repeater:
    """The service, with a memory before it.

    Only what an endpoint allows by `allow` is given again, only to whoever shows the same token, and only in the very
    state of the register that it was found in: who asks, what he may see and what there is are then what they were.
    Whoever comes with a cookie is left to Flask.

    Parameters
    ----------
    app
        The application.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._ask: WSGIApplication = app.wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        question = _name_question(environ)
        if question is None:
            return self._ask(environ, start_response)
        database = cast(Database, self._app.extensions["database"])
        try:
            state = database.tell_state()
        except StorageUnavailable:
            return self._ask(environ, start_response)  # where it is said in the reader's language
        environ[STATE] = state
        known: _Answer | None = findings(self._app).find(question, state, database.clock())
        if known is None:
            return self._ask_anew(question, environ, start_response)
        start_response(known.status, [*known.headers, (_REQUEST_ID, secrets.token_hex(8))])
        return [known.body]

    def _ask_anew(
        self, question: bytes, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        told: list[tuple[str, tuple[tuple[str, str], ...]]] = []

        def listen(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            told[:] = [(status, tuple(one for one in headers if one[0] != _REQUEST_ID))]
            return start_response(status, headers, *error)

        answer = self._ask(environ, listen)
        until: datetime | None = environ.get(_AGAIN)
        if until is None:
            return answer
        body = b"".join(answer)
        known = _Answer(*told[0], body)
        findings(self._app).put(question, known, environ[STATE], until, _OVERHEAD_BYTES + len(body))
        return [body]


def init_app(app: Flask) -> None:
    """Put the memory before an application."""
    app.wsgi_app = Repeater(app)  # type: ignore[method-assign]


def allow(now: datetime, until: datetime) -> None:
    """Let the answer to this request be given again, for some seconds and not later than an aware time."""
    request.environ[_AGAIN] = min(now + LONGEST, until)


def _name_question(environ: "WSGIEnvironment") -> bytes | None:
    """Return a name of all that is asked, if the answer may be one that was given before."""
    is_asked_again = (
        environ["REQUEST_METHOD"] == "GET"
        and "HTTP_AUTHORIZATION" in environ
        and "HTTP_HOST" in environ
        and "HTTP_COOKIE" not in environ
        and "HTTP_RANGE" not in environ
    )
    if not is_asked_again:
        return None
    told = orjson.dumps([environ.get(name) for name in _ASKED])
    return hashlib.sha256(told).digest()  # no secret stays in memory
