"""Writes encoded polylines, for tests that stand in for a router."""

from collections.abc import Sequence


def encode(line: Sequence[tuple[float, float]]) -> str:
    """Return the text of a line, (lon, lat), with six decimals."""
    text, before = [], (0, 0)
    for lon, lat in line:
        spot = round(lat * 1e6), round(lon * 1e6)
        text += [_encode_number(now - then) for now, then in zip(spot, before, strict=True)]
        before = spot
    return "".join(text)


def _encode_number(number: int) -> str:
    number = ~(number << 1) if number < 0 else number << 1
    digits = []
    while number >= 0x20:
        digits.append(chr((0x20 | (number & 0x1F)) + 63))
        number >>= 5
    return "".join([*digits, chr(number + 63)])
