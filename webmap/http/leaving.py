"""Clears what the field page keeps in a browser when somebody signs out there, and knows how much of it is unsent."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

COOKIE = "diaban_field"
"""Set by the field page: how many of its entries the register does not have yet; absent where it keeps nothing."""

_MOST = 100_000


def count_unsent() -> int:
    """Return how many entries of this browser would be lost, as its field page last said."""
    told = request.cookies.get(COOKIE, "")
    return min(int(told), _MOST) if told.isascii() and told.isdigit() and len(told) < 10 else 0  # noqa: PLR2004


def is_confirmed() -> bool:
    """Tell whether somebody who would lose entries has said that they may go."""
    return request.form.get("lose_unsent") == "yes"


def clear(response: Response) -> ResponseReturnValue:
    """Let the browser delete all that the field page keeps: databases, caches, the worker."""
    if COOKIE in request.cookies:
        response.headers["Clear-Site-Data"] = '"storage"'
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
