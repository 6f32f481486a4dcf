"""The digest of an entry's body: of its canonical JSON, which every language writes alike."""

import hashlib
import json
from decimal import Decimal

_WHOLE_BELOW = 1e21
_LEAST_EXPONENT = -7
"""ECMAScript writes smaller and larger numbers with an exponent; RFC 8785 follows it, and so does every browser."""


def digest_of(value: object) -> str:
    """Return the SHA-256 of a JSON value's canonical form, hexadecimal."""
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()


def canonical_json(value: object) -> str:
    """Write a JSON value with sorted keys, without blanks, numbers as a browser writes them (RFC 8785)."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: str(key).encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(str(key))}:{canonical_json(value[key])}" for key in keys) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """Write a number as ECMAScript's ``String(value)`` does."""
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    shown = "".join(map(str, digits))
    point = len(shown) + int(exponent)  # how many digits stand before the point
    minus = "-" if sign else ""
    if _LEAST_EXPONENT < point - 1 < 0:
        return f"{minus}0.{'0' * -point}{shown}"
    if point - 1 >= 0 and abs(value) < _WHOLE_BELOW:
        whole, rest = shown[:point].ljust(point, "0"), shown[point:]
        return f"{minus}{whole}.{rest}" if rest else f"{minus}{whole}"
    mantissa = shown[0] + (f".{shown[1:]}" if len(shown) > 1 else "")
    return f"{minus}{mantissa}e{point - 1:+d}"
