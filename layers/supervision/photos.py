"""Makes a photo fit to be kept: upright, small, without what the camera wrote into it, with parts unreadable."""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from layers.errors import Refused

MOST_BOXES = 64
"""Boxes that one request may make unreadable."""

LONGEST_SIDE_PX = 1600
MOST_PIXELS = 40_000_000
MOST_BYTES = 25_000_000

MEDIA_TYPE = "image/jpeg"

_QUALITY = 80
_BLOCKS = 6
_LEAST_BLOCK_PX = 16
_ORIENTATION = 0x0112
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, OverflowError, struct.error)
"""What Pillow raises at bytes that are no whole picture."""


@dataclass(frozen=True)
class Box:
    """A part of a picture as it is seen upright, in shares of its width and height from the top left, 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        """Refuse what is no part of a picture; a number that is none fails every comparison.

        Raises
        ------
        Refused
            ``image_box_invalid``.
        """
        if not (0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1):
            raise Refused("image_box_invalid")


@dataclass(frozen=True)
class Prepared:
    """A picture as it is kept.

    Attributes
    ----------
    body
        Bytes of a JPEG file that holds nothing but the picture.
    media_type
        Always `MEDIA_TYPE`.
    width_px, height_px
        Size, pixels.
    is_blurred
        Whether parts were made unreadable.
    """

    body: bytes
    media_type: str
    width_px: int
    height_px: int
    is_blurred: bool = False


def prepare_image(body: bytes, *, blurs: Sequence[Box] = ()) -> Prepared:
    """Return a photo upright, at most 1600 px long, encoded anew; the same bytes give the same bytes.

    Parts are made unreadable by mosaic: each becomes at most six by six flat blocks. A light Gaussian blur only looks
    unreadable: it keeps what it spreads, can largely be computed back, and face recognition sees through it. The few
    averages of a mosaic keep nothing that could be brought back.

    Parameters
    ----------
    body
        A JPEG, PNG or WebP file, whatever its name says.
    blurs
        Parts to be made unreadable.

    Raises
    ------
    Refused
        ``image_too_heavy`` (more bytes than `MOST_BYTES`), ``image_type_unknown``, ``image_heic``,
        ``image_too_large`` (more pixels than `MOST_PIXELS`, by its header), ``image_broken``,
        ``image_boxes_too_many``.
    """
    if len(body) > MOST_BYTES:
        raise Refused("image_too_heavy", maximum_mb=MOST_BYTES // 1_000_000)
    if len(blurs) > MOST_BOXES:
        raise Refused("image_boxes_too_many", maximum=MOST_BOXES)
    kind = _find_kind(body)
    exif = b""
    if kind == "JPEG":
        body, exif = _split_jpeg(body)
    try:
        picture = _decode(body, kind, exif)
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:  # Pillow's own, later limit
        raise Refused("image_too_large", maximum=MOST_PIXELS // 1_000_000) from error
    except _BROKEN as error:
        raise Refused("image_broken") from error
    for box in blurs:
        _pixelate(picture, box)
    written = BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY, progressive=True, optimize=True)
    return Prepared(written.getvalue(), MEDIA_TYPE, picture.width, picture.height, bool(blurs))


def _find_kind(body: bytes) -> str:
    if body.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "WEBP"
    if body[4:8] == b"ftyp" and body[8:12] in _HEIF_BRANDS:
        raise Refused("image_heic")
    raise Refused("image_type_unknown")


def _split_jpeg(body: bytes) -> tuple[bytes, bytes]:
    """Return a JPEG without application segments but JFIF's and Adobe's, without comments; and its EXIF block.

    What is broken in there then breaks nothing, and no decoder sees it.
    """
    kept, exif, at = [body[:2]], b"", 2
    while body[at : at + 1] == b"\xff" and len(body) >= at + 4:
        marker, end = body[at + 1], at + 2 + int.from_bytes(body[at + 2 : at + 4])
        if marker == 0xDA:  # noqa: PLR2004 - start of scan: what follows are pixels
            break
        segment = body[at:end]
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0" and not exif:  # noqa: PLR2004 - APP1
            exif = segment[10:]
        if marker in {0xE0, 0xEE} or not (0xE0 <= marker <= 0xEF or marker == 0xFE):  # noqa: PLR2004 - APPn, COM
            kept.append(segment)
        at = end
    return b"".join((*kept, body[at:])), exif


def _decode(body: bytes, kind: str, exif: bytes) -> Image.Image:
    with Image.open(BytesIO(body), formats=[kind]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("image_too_large", maximum=MOST_PIXELS // 1_000_000)
        picture.draft(None, (LONGEST_SIDE_PX, LONGEST_SIDE_PX))  # a JPEG needs no more than that unpacked
        picture.load()
        exif = exif or bytes(picture.info.get("exif") or b"").removeprefix(b"Exif\0\0")
        share = min(1.0, LONGEST_SIDE_PX / max(picture.size))
        size = max(1, round(picture.width * share)), max(1, round(picture.height * share))
        plain = _flatten(picture)
        small = plain.resize(size, Image.Resampling.LANCZOS) if size != plain.size else plain
    for turn in _TURNS.get(_read_orientation(exif), ()):
        small = small.transpose(turn)
    return small


def _flatten(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, in RGB: what the file said besides them is left behind, what is clear becomes white."""
    if picture.mode.startswith("I"):  # 16 bits a pixel
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    plain = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        plain.paste(clear, mask=clear.getchannel("A"))
    else:
        plain.paste(picture.convert("RGB"))
    return plain


def _read_orientation(exif: bytes) -> int:
    """Return how the camera was held, 1 to 8 as TIFF has it; 1 where that cannot be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (entries,) = struct.unpack_from(f"{order}H", exif, start)
        for number in range(entries):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * number)
            if tag == _ORIENTATION:
                return int(value)
    except struct.error:
        return 1
    return 1


def _pixelate(picture: Image.Image, box: Box) -> None:
    left, top = math.floor(box.left * picture.width), math.floor(box.top * picture.height)
    right, bottom = math.ceil(box.right * picture.width), math.ceil(box.bottom * picture.height)
    part = picture.crop((left, top, right, bottom))
    block = max(_LEAST_BLOCK_PX, math.ceil(max(part.size) / _BLOCKS))
    few = math.ceil(part.width / block), math.ceil(part.height / block)
    mosaic = part.resize(few, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
    picture.paste(mosaic, (left, top))
