"""Owns a file of slides: its size and type, headings, words, pictures and feet; all of it can be edited further."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from webmap.render.office.fixed_zip import fix_times

MIMETYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

INK, MUTED, LINE, PRIMARY, GROUND = "1B2126", "5A656E", "B4BCC2", "0B5D6B", "F4F5F3"

WIDTH_MM, HEIGHT_MM, MARGIN_MM = 338.67, 190.5, 12.0
TEXT_MM: Final = WIDTH_MM - 2 * MARGIN_MM

_TITLE_ONLY: Final = 5
_TITLE_PT, _LEAST_TITLE_PT, _SUBTITLE_PT = 24, 12, 11
_QR_MM: Final = 18.0
_LETTER_MM: Final = 0.2
"""Mean width of a letter of a heading for each point of its size."""

_FACE: Final = "Be Vietnam Pro"
_FALLBACK: Final = "Arial"
_PANOSE: Final = "020B0604020202020204"
"""Of the fallback: what a program without the face looks for a likeness by."""

_NUMBER_FIELD: Final = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"


class Box(NamedTuple):
    """A place on a slide, mm."""

    left: float
    top: float
    width: float
    height: float


BODY: Final = Box(MARGIN_MM, 33, TEXT_MM, 138)
"""What there is room for between heading and foot."""

_TITLE: Final = Box(MARGIN_MM, 8, TEXT_MM - 50, 14)
_SUBTITLE: Final = Box(MARGIN_MM, 22, TEXT_MM - 50, 9)
_FOOT: Final = Box(MARGIN_MM, 180, TEXT_MM - 20, 6)
_DEMO: Final = Box(WIDTH_MM / 2 - 18, 2.5, 36, 5)
_NUMBER: Final = Box(WIDTH_MM - MARGIN_MM - 20, 180, 20, 6)
_NOTE: Final = Box(MARGIN_MM, 172, TEXT_MM, 8)


class Imprinted(NamedTuple):
    """What every slide says of the file: at its foot, that data are invented, its code, and the address of that."""

    foot: str
    demo: str = ""
    code: str = ""
    url: str = ""


@dataclass(frozen=True)
class Style:
    """How words are written: size in pt, colour, weight, and at which side: left, center or right."""

    size: float = 9
    color: str = INK
    is_bold: bool = False
    side: str = "left"


PLAIN: Final = Style()
_SMALL: Final = Style(8, MUTED)


class Deck:
    """A file of slides that is being made.

    Parameters
    ----------
    title
        What the file is called inside.
    locale
        Language of its words.
    imprint
        What every slide says.
    """

    def __init__(self, title: str, locale: str, imprint: Imprinted) -> None:
        from pptx import Presentation  # noqa: PLC0415 - only a download needs slides

        self._made = Presentation()
        self._made.core_properties.title = title
        self._made.core_properties.language = locale
        self._made.core_properties.author = ""
        self._imprint = imprint
        self._qr = _draw_qr(imprint.url)
        _widen(self._made)
        _set_type(self._made)

    def add(self, title: str, subtitle: str = "", note: str = "") -> Any:
        """Add a slide with its heading and its foot, and return it; the note stands small above the foot."""
        slide = self._made.slides.add_slide(self._made.slide_layouts[_TITLE_ONLY])
        _head(slide, title)
        write(slide, _SUBTITLE, [subtitle], Style(_SUBTITLE_PT, MUTED))
        if note:
            write(slide, _NOTE, [note], _SMALL)
        write(slide, _FOOT, [self._imprint.foot], _SMALL)
        if self._imprint.demo:
            mark = add_shape(slide, "ROUNDED_RECTANGLE", _DEMO, edge=INK)
            fill_text(mark.text_frame, [self._imprint.demo], Style(8, is_bold=True, side="center"))
        _number(slide, len(self._made.slides))
        self._imprint_code(slide)
        return slide

    def write(self) -> bytes:
        """Return the file, the same bytes for the same slides."""
        body = io.BytesIO()
        self._made.save(body)
        return fix_times(body.getvalue())

    def _imprint_code(self, slide: Any) -> None:
        if not self._qr:
            return
        left = WIDTH_MM - MARGIN_MM - _QR_MM
        place(slide, self._qr, Box(left, 8, _QR_MM, _QR_MM), self._imprint.url)
        code = Box(left - 32, 8, 31, 8)
        write(slide, code, [self._imprint.code], Style(_SUBTITLE_PT, is_bold=True, side="right"))


def write(slide: Any, box: Box, lines: Sequence[str], style: Style = PLAIN) -> Any:
    """Write lines into a box, each a paragraph, and return the shape."""
    shape = slide.shapes.add_textbox(*_emu(box))
    shape.text_frame.word_wrap = True
    fill_text(shape.text_frame, lines, style)
    return shape


def fill_text(frame: Any, lines: Sequence[str], style: Style) -> None:
    """Write lines into the text frame of a shape, up to its edges."""
    from pptx.enum.text import PP_ALIGN  # noqa: PLC0415 - as above
    from pptx.util import Pt  # noqa: PLC0415 - as above

    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for nth, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if nth == 0 else frame.add_paragraph()
        paragraph.alignment = getattr(PP_ALIGN, style.side.upper())
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(style.size), style.is_bold
        run.font.color.rgb = read_color(style.color)


def read_color(rrggbb: str) -> Any:
    """Return a colour as the library takes it, with or without the sign before it."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415 - as above

    color: Any = RGBColor
    return color.from_string(rrggbb.removeprefix("#"))


def place(slide: Any, picture: bytes, box: Box, words: str) -> None:
    """Place a picture, with the words that stand for it where it cannot be seen."""
    shape = slide.shapes.add_picture(io.BytesIO(picture), *_emu(box))
    shape._element.nvPicPr.cNvPr.set("descr", words)


def add_shape(slide: Any, kind: str, box: Box, *, fill: str | None = None, edge: str | None = None) -> Any:
    """Add a shape of a kind of ``MSO_SHAPE`` without shadow; colours are RRGGBB, None is none."""
    from pptx.enum.shapes import MSO_SHAPE  # noqa: PLC0415 - as above
    from pptx.util import Pt  # noqa: PLC0415 - as above

    shape = slide.shapes.add_shape(getattr(MSO_SHAPE, kind), *_emu(box))
    _drop_style(shape)
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = read_color(fill)
    else:
        shape.fill.background()
    if edge:
        shape.line.color.rgb = read_color(edge)
        shape.line.width = Pt(0.75)
    else:
        shape.line.fill.background()
    return shape


def add_line(
    slide: Any, start: tuple[float, float], end: tuple[float, float], *, color: str, pt: float
) -> Any:
    """Add a straight line between two points, mm; the colour is RRGGBB."""
    from pptx.enum.shapes import MSO_CONNECTOR  # noqa: PLC0415 - as above
    from pptx.util import Mm, Pt  # noqa: PLC0415 - as above

    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Mm(value) for value in (*start, *end)))
    line.line.color.rgb = read_color(color)
    line.line.width = Pt(pt)
    _drop_style(line)
    return line


def add_frame(slide: Any, rows: int, columns: int, box: Box) -> Any:
    """Add an empty table, and return it."""
    return slide.shapes.add_table(rows, columns, *_emu(box)).table


def _drop_style(shape: Any) -> None:
    """Let the theme cast no shadow of a shape."""
    from pptx.oxml.ns import qn  # noqa: PLC0415 - only a download needs slides

    shape._element.remove(shape._element.find(qn("p:style")))


def _head(slide: Any, title: str) -> None:
    """Write the heading, in letters so small that it fits on one line, or else on two."""
    shape = slide.shapes.title
    room = 2 * _TITLE.width if len(title) * _LETTER_MM * _TITLE_PT > _TITLE.width else _TITLE.width
    size = min(_TITLE_PT, max(_LEAST_TITLE_PT, room / (max(len(title), 1) * _LETTER_MM)))
    is_long = room > _TITLE.width
    size = min(size, _TITLE_PT * 0.66) if is_long else size
    fill_text(shape.text_frame, [title], Style(size, is_bold=True))


def _number(slide: Any, number: int) -> None:
    """Write the number of a slide as a field, so that it stays right where slides are moved."""
    from pptx.oxml import parse_xml  # noqa: PLC0415 - only a download needs slides
    from pptx.oxml.ns import nsdecls  # noqa: PLC0415 - as above

    shape = write(slide, _NUMBER, [""], replace(_SMALL, side="right"))
    paragraph = shape.text_frame.paragraphs[0]._p
    for run in list(paragraph.r_lst):
        paragraph.remove(run)
    paragraph.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{_NUMBER_FIELD}" type="slidenum">'
            f'<a:rPr sz="{round(_SMALL.size * 100)}"><a:solidFill><a:srgbClr val="{MUTED}"/></a:solidFill></a:rPr>'
            f"<a:t>{number}</a:t></a:fld>"
        )
    )


def _widen(made: Any) -> None:
    """Give the slides the shape of a screen, and their layouts with them."""
    from pptx.util import Emu, Mm  # noqa: PLC0415 - only a download needs slides

    share = Mm(WIDTH_MM) / made.slide_width
    made.slide_width, made.slide_height = Mm(WIDTH_MM), Mm(HEIGHT_MM)
    for one in (made.slide_master, *made.slide_layouts):
        for shape in one.placeholders:
            shape.left, shape.width = Emu(round(shape.left * share)), Emu(round(shape.width * share))
    title = made.slide_layouts[_TITLE_ONLY].placeholders[0]
    title.left, title.top, title.width, title.height = _emu(_TITLE)


def _set_type(made: Any) -> None:
    """Name the type once, in the theme, so that whoever changes it there changes all slides."""
    relations = made.slide_master.part.rels.values()
    theme = next(one.target_part for one in relations if one.reltype.endswith("/theme"))
    told = theme.blob.decode("utf-8")
    told = told.replace(
        '<a:latin typeface="Calibri"/>', f'<a:latin typeface="{_FACE}" panose="{_PANOSE}" pitchFamily="34"/>'
    )
    told = re.sub(
        r'<a:font script="Viet" typeface="[^"]*"/>', f'<a:font script="Viet" typeface="{_FALLBACK}"/>', told
    )
    told = re.sub(r"(<a:accent1><a:srgbClr val=)\"[^\"]*\"", rf'\g<1>"{PRIMARY}"', told)
    theme._blob = told.encode("utf-8")


def _draw_qr(url: str) -> bytes:
    if not url:
        return b""
    import segno  # noqa: PLC0415 - only what carries a code needs it

    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="png", scale=8, border=2)
    return picture.getvalue()


def _emu(box: Box) -> tuple[Any, ...]:
    from pptx.util import Mm  # noqa: PLC0415 - only a download needs slides

    return tuple(Mm(value) for value in box)
