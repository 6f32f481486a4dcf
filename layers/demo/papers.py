"""Draws the scans and pictures of an invented history: each says in large letters that it is a sample."""

import unicodedata
from io import BytesIO
from time import gmtime

from PIL import Image, ImageDraw, ImageFont

from layers.demo.mark import LABEL

PICTURES = 4
"""Pictures that differ from one another."""

_PAGE_PX = (620, 877)
_PICTURE_PX = (800, 600)
_INK = "#7A2E00"
_PAPER = "#FFFDF6"
_SKIES = ("#BFD7E0", "#D9DEC9", "#E3D3C0", "#C9CFDD")
_MADE_AT = gmtime(1_325_376_000)  # 1 January 2012
_DOT, _TILDE = "\N{COMBINING DOT BELOW}", "\N{COMBINING TILDE}"
_HORN, _ROOF = "\N{COMBINING HORN}", "\N{COMBINING CIRCUMFLEX ACCENT}"


def draw_scan(number: str) -> bytes:
    """Return a PDF of one page that shows the label and the number of a document; always the same bytes."""
    page = Image.new("RGB", _PAGE_PX, _PAPER)
    pen = ImageDraw.Draw(page)
    _write(pen, LABEL, (60, 60), 64)
    pen.text((60, 160), number, font=ImageFont.load_default(30), fill=_INK)
    for line in range(18):
        end = 560 if line % 6 != 5 else 330  # noqa: PLR2004 - a paragraph's last line is shorter
        pen.line((60, 250 + 30 * line, end, 250 + 30 * line), fill="#C9C2B4", width=3)
    body = BytesIO()
    page.save(body, "PDF", resolution=75, creationDate=_MADE_AT, modDate=_MADE_AT, title=LABEL)
    return body.getvalue()


def draw_picture(number: int) -> bytes:
    """Return a PNG of a drawn street with the label; the number varies it."""
    width, height = _PICTURE_PX
    picture = Image.new("RGB", _PICTURE_PX, _SKIES[number % len(_SKIES)])
    pen = ImageDraw.Draw(picture)
    for house in range(7):
        left, top = house * 120 - 20, 190 + (house * 53 + number * 31) % 120
        pen.rectangle(
            (left, top, left + 108, 420), fill=("#B9A58C", "#C8B79F", "#A79B8B")[(house + number) % 3]
        )
        pen.rectangle((left + 36, top + 30, left + 70, top + 70), fill="#6E7B80")
    pen.polygon([(0, height), (width, height), (width * 0.58, 410), (width * 0.42, 410)], fill="#8C8C86")
    pen.rectangle((0, 0, width, 92), fill=_PAPER)
    _write(pen, LABEL, (30, 16), 56)
    body = BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


def _write(pen: ImageDraw.ImageDraw, text: str, at: tuple[int, int], size: int) -> None:
    """Write Vietnamese capitals with the font that Pillow brings, which lacks their marks: those are drawn."""
    font = ImageFont.load_default(size)
    x, y = at
    for letter in text:
        plain, *marks = tuple(unicodedata.normalize("NFD", letter))
        pen.text((x, y), plain, font=font, fill=_INK)
        width = pen.textlength(plain, font=font)
        _draw_marks(pen, marks, (x, y, width, size))
        x += round(width)


def _draw_marks(pen: ImageDraw.ImageDraw, marks: list[str], box: tuple[float, float, float, float]) -> None:
    x, y, width, size = box
    middle, right, thick = x + width / 2, x + width - size * 0.1, max(2, round(size / 14))
    reach, lift = size / 5, size / 9
    high = y + size * (0.06 if _ROOF in marks else 0.12)
    if _DOT in marks:
        low, radius = y + size * 1.08, size / 15
        pen.ellipse((middle - radius, low - radius, middle + radius, low + radius), fill=_INK)
    strokes = {
        _TILDE: ((middle - reach, high), (middle - reach / 3, high - lift), (middle + reach / 3, high),
                 (middle + reach, high - lift)),
        _ROOF: ((middle - reach, y + size * 0.22), (middle, y + size * 0.1), (middle + reach, y + size * 0.22)),
        _HORN: ((right, y + size * 0.36), (right + lift, y + size * 0.27), (right + lift, y + size * 0.15)),
    }  # fmt: skip
    for mark in marks:
        if mark in strokes:
            pen.line(list(strokes[mark]), fill=_INK, width=thick, joint="curve")
