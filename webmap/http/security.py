"""What protects requests and answers: content security policy, CSRF, limits, unreadable text, request ids."""

import secrets
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

import orjson
from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.datastructures import Authorization
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import cached_property

from webmap.config import Config, basemap_origin
from webmap.errors import BadParameter, RequestRefused

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, default_limits=[], strategy="moving-window")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FILES_POLICY = "default-src 'none'"
_WORKER_POLICIES = {
    "build/faces.js": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
}
"""A worker keeps to the policy of its own script, so that no page has to allow WebAssembly."""

_BODILESS_METHODS = SAFE_METHODS | {"DELETE"}
_HOME_SITES = frozenset({"same-origin", "none"})
_UNREADABLE = "\ufffd"
_LARGEST_FORM_BYTES = 4_000_000  # a drawing of 50,000 vertices, which is to be told what is wrong with it


class _Request(Request):
    """Requests whose credentials can always be looked at."""

    @cached_property
    def authorization(self) -> Authorization | None:
        """Return the credentials; what no scheme could read is of a kind that nobody accepts."""
        try:
            return super().authorization
        except ValueError:  # Basic with letters outside ASCII, which Werkzeug lets through
            return Authorization("unreadable")


class _Sessions(SecureCookieSessionInterface):
    """Session cookies that are Secure exactly where the request came by https."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - signature is Flask's
        return request.is_secure


def init_app(app: Flask) -> None:
    """Set cookies, limits, CSRF and headers up."""
    config: Config = app.config["DIABAN"]
    app.request_class = _Request
    app.session_interface = _Sessions()
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="diaban",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=round(config.session_hours * 3600),
        MAX_CONTENT_LENGTH=round(config.max_upload_mb * 1_000_000),
        MAX_FORM_MEMORY_SIZE=_LARGEST_FORM_BYTES,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=config.limits_url,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
    )
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)  # type: ignore[method-assign]
    csrf.init_app(app)
    limiter.init_app(app)
    app.context_processor(lambda: {"nonce": csp_nonce()})
    app.before_request(begin)
    app.after_request(add_headers)


def begin() -> None:
    """Give the request its id, and refuse text that no field can hold."""
    request_id()
    require_readable()


def request_id() -> str:
    """Return the id by which the log knows this request."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return str(g.request_id)


def csp_nonce() -> str:
    """Return the value that scripts and styles inside this answer must carry."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def protect_form() -> None:
    """Refuse a change by session that does not prove it comes from our own pages.

    Raises
    ------
    RequestRefused
        ``form_expired`` or ``other_site``.
    """
    refuse_other_sites()
    try:
        csrf.protect()
    except CSRFError as error:
        raise RequestRefused("form_expired") from error


def refuse_other_sites() -> None:
    """Refuse a change that a browser says another site started.

    Browsers send remembered Basic credentials along by themselves, so a token request needs this as well.
    """
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in _HOME_SITES:
        raise RequestRefused("other_site")


def require_readable() -> None:
    """Refuse NUL, lone surrogates and bytes that are not UTF-8, wherever text may stand.

    Raises
    ------
    BadParameter
        Naming the path, the parameter, the field or the body.
    """
    _require_utf8("path", request.environ.get("PATH_INFO", "").encode("latin-1", "replace"))
    _require_pairs(request.query_string)
    if request.is_json:
        _require_json()
        return
    if request.mimetype == "application/x-www-form-urlencoded":
        # Before it is parsed: the parser keeps what is not UTF-8 as if its escapes were meant.
        _require_pairs(request.get_data(cache=True))
    if request.mimetype in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        for name, value in request.form.items(multi=True):
            _require_text(name, (name, value))


def add_headers(response: Response) -> Response:
    """Add the headers that every answer carries."""
    config: Config = current_app.config["DIABAN"]
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.endpoint == "static" and response.status_code < 400:  # noqa: PLR2004 - errors are pages
        # A page asks for dozens of files: what only pages need would outweigh their content.
        name = (request.view_args or {}).get("filename", "")
        headers["Content-Security-Policy"] = _WORKER_POLICIES.get(name, _FILES_POLICY)
        headers.pop("Content-Disposition", None)  # it is shown, not saved, and its address names it
        return response
    headers["X-Request-Id"] = request_id()
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    if "Content-Security-Policy" not in headers:
        is_page = response.mimetype == "text/html"
        headers["Content-Security-Policy"] = _policy(basemap_origin(config)) if is_page else _FILES_POLICY
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store" if response.mimetype == "text/html" else "private, no-cache"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _policy(basemap: str | None) -> str:
    nonce = f"'nonce-{csp_nonce()}'"
    extra = f" {basemap}" if basemap else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {nonce}",
            f"style-src 'self' {nonce}",
            f"img-src 'self' data: blob:{extra}",
            "font-src 'self'",
            f"connect-src 'self'{extra}",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _require_pairs(raw: bytes) -> None:
    for pair in raw.split(b"&"):
        name, _, value = pair.replace(b"+", b" ").partition(b"=")
        shown = unquote_to_bytes(name).decode("utf-8", "replace").replace("\0", _UNREADABLE)
        _require_utf8(shown, unquote_to_bytes(name) + b"=" + unquote_to_bytes(value))


def _require_utf8(name: str, raw: bytes) -> None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadParameter(name, "readable_text", code="text_unreadable") from error
    _require_text(name, (text,))


def _require_text(name: str, texts: Iterable[str]) -> None:
    if any("\0" in text or _UNREADABLE in text or not _is_utf8(text) for text in texts):
        shown = name.encode("utf-8", "replace").decode("utf-8").replace("\0", _UNREADABLE)
        raise BadParameter(shown, "readable_text", code="text_unreadable")


def _is_utf8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _require_json() -> None:
    raw = request.get_data(cache=True)
    if not raw and request.method in _BODILESS_METHODS:
        return  # owslib goes on telling the type of what it last sent
    if b"\\u0000" in raw or b"\0" in raw:
        raise BadParameter("body", "readable_text", code="text_unreadable")
    try:
        orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadParameter("body", "json", line=error.lineno, column=error.colno) from error
