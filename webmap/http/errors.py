"""Which status each error gets, and how it is told: problem+json (RFC 9457) to programs, a page to people."""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Flask, Response, current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException

from geo.errors import AppError, InvalidGeometry, InvalidTour, NoRoute, PersonalData, UnknownCrs
from layers.errors import (
    Gone,
    ImportRejected,
    NotFound,
    OutsideScope,
    QueryTooHeavy,
    Refused,
    StaleVersion,
    StorageUnavailable,
)
from webmap.errors import (
    BadParameter,
    ConfigError,
    NotSignedIn,
    PreconditionMissing,
    RequestRefused,
    TooMuchForAMap,
)
from webmap.http.i18n import t, translator
from webmap.http.respond import wants_html
from webmap.http.security import SAFE_METHODS, request_id

PROBLEM = "application/problem+json"
API_PATHS = ("/api", "/healthz", "/readyz")

STATUS: dict[type[AppError], int] = {
    BadParameter: 400,
    InvalidGeometry: 400,
    UnknownCrs: 400,
    RequestRefused: 400,
    NotSignedIn: 401,
    OutsideScope: 403,
    NotFound: 404,
    StaleVersion: 409,
    Gone: 410,
    NoRoute: 422,
    ImportRejected: 422,
    InvalidTour: 422,
    PersonalData: 422,
    Refused: 422,
    TooMuchForAMap: 422,
    PreconditionMissing: 428,
    ConfigError: 500,
    QueryTooHeavy: 503,
    StorageUnavailable: 503,
}
"""The one table; a subclass has the status of its nearest parent that is named here."""

HTTP_CODES = {
    400: "request_bad",
    404: "page_not_found",
    405: "method_not_allowed",
    408: "request_timeout",
    413: "body_too_large",
    414: "address_too_long",
    415: "media_type_unsupported",
    429: "too_many_requests",
    431: "headers_too_large",
    503: "storage_unavailable",
}
"""Error codes of what the framework refuses by itself."""

RETRY_AFTER_S = {429: 60, 503: 5}

_KEPT_HEADERS = ("Allow", "Retry-After")
_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Answer every error in one shape."""
    app.register_error_handler(AppError, _tell_app_error)
    app.register_error_handler(HTTPException, _tell_http_error)
    app.register_error_handler(Exception, _tell_fault)


def find_status(error: AppError) -> int:
    """Return the status of an error; 412 instead of 409 where the caller named the version by If-Match."""
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    if isinstance(error, StaleVersion) and "If-Match" in request.headers:
        return 412
    return status


def is_for_page() -> bool:
    """Tell whether the one who asked reads pages, not JSON."""
    if request.path.startswith(API_PATHS) or request.args.get("f") in {"json", "html"}:
        return wants_html(request.args.get("f") if request.args.get("f") in {"json", "html"} else None)
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return False
    accepted = request.accept_mimetypes
    return not accepted or wants_html(None) or not any("json" in kind for kind, _ in accepted)


def problem(code: str, status: int, facts: Mapping[str, object] | None = None) -> dict[str, Any]:
    """Return the members of a problem in the language of the request.

    A bad parameter is also named by ``parameter``, and ``expected`` says what would have been right.
    """
    told = {name: _plain(value) for name, value in (facts or {}).items()}
    words = translator().error_facts(told)
    body: dict[str, Any] = {
        "type": f"/api/docs#error-{code}",
        "title": t(f"errors.title.{status}"),
        "status": status,
        "detail": translator().error(code, told),
        "code": code,
        "facts": told,
        "request_id": request_id(),
    }
    if "parameter" in told:
        body["parameter"] = told["parameter"]
    if "expected" in told:
        body["expected"] = words["expected"]
    return body


def _tell_app_error(error: AppError) -> Response:
    status = find_status(error)
    if status >= 500:  # noqa: PLR2004 - server errors
        _log.error("request %s: %s", request_id(), error, exc_info=error)
    if isinstance(error, NotSignedIn) and is_for_page() and not request.path.startswith(API_PATHS):
        return _to_sign_in()
    if status == 500:  # noqa: PLR2004 - a setting or rule of ours, not the caller's business
        return _answer("fault", status, {})
    return _answer(error.code, status, error.facts)


def _tell_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None:
        return error.response  # type: ignore[return-value] # a redirect of the router
    if status not in HTTP_CODES:
        return _tell_fault(error) if status >= 500 else _answer("request_bad", status, {})  # noqa: PLR2004
    facts = {"maximum_mb": current_app.config["DIABAN"].max_upload_mb} if status == 413 else {}  # noqa: PLR2004
    response = _answer(HTTP_CODES[status], status, facts)
    for name, value in error.get_headers():
        if name in _KEPT_HEADERS:
            response.headers[name] = value
    return response


def _tell_fault(error: Exception) -> Response:
    _log.error("request %s: %s %s", request_id(), request.method, request.path, exc_info=error)
    return _answer("fault", 500, {})


def _answer(code: str, status: int, facts: Mapping[str, object]) -> Response:
    body = problem(code, status, facts)
    if is_for_page():
        # A fault may lie in what the shell of our pages needs, so its page needs nothing.
        template = "errors/fault.html" if status == 500 else "errors/error.html"  # noqa: PLR2004
        response = Response(render_template(template, problem=body), status=status, mimetype="text/html")
    else:
        response = Response(orjson.dumps(body, default=str), status=status, mimetype=PROBLEM)
        response.headers["Content-Language"] = translator().locale
    response.headers["Cache-Control"] = "no-store"
    if status in RETRY_AFTER_S:
        response.headers["Retry-After"] = str(RETRY_AFTER_S[status])
    if status == 401:  # noqa: PLR2004
        response.headers.add("WWW-Authenticate", 'Bearer realm="diaban"')
        # A browser would answer this with a dialogue of its own, in front of the page that has our form.
        if not is_for_page() and "Sec-Fetch-Mode" not in request.headers:
            response.headers.add("WWW-Authenticate", 'Basic realm="diaban"')
    return response


def _to_sign_in() -> Response:
    target = request.full_path.rstrip("?") if request.method in SAFE_METHODS else "/"
    query = urlencode({"next": target}) if target != "/" else ""
    response = redirect("/sign-in" + (f"?{query}" if query else ""), 303)
    assert isinstance(response, Response)  # noqa: S101 - for the type checker: Flask's own response class
    response.headers["Cache-Control"] = "no-store"
    return response


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value)
