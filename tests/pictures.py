"""Generated photos, and what stands in the bytes of one."""

import random
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

MAKER, TAKEN, COMMENT = b"DienThoaiMau", b"2026:11:22 08:15:00", b"chup tai nha"
GPS = 34853
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:li>NguoiChup</rdf:li></x:xmpmeta>"


@lru_cache
def make_picture(width: int = 640, height: int = 480, seed: int = 1) -> Image.Image:
    """Return a picture of coarse grain: no two parts of it look alike, and JPEG keeps it well."""
    chance = random.Random(seed)
    grain = width // 8 + 1, height // 8 + 1
    small = Image.frombytes("RGB", grain, chance.randbytes(grain[0] * grain[1] * 3))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def make_photo(
    width: int = 640, height: int = 480, *, kind: str = "JPEG", orientation: int = 1, seed: int = 1
) -> bytes:
    """Return a file as a phone writes it: with maker, time, position, XMP and comment in it."""
    picture = make_picture(width, height, seed)
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = orientation, MAKER.decode(), TAKEN.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (10.0, 44.0, 12.34), 3: "E", 4: (106.0, 39.0, 56.78)})
    written = BytesIO()
    if kind == "JPEG":
        picture.save(written, kind, quality=95, exif=exif, comment=COMMENT, xmp=XMP)
    elif kind == "PNG":
        told = PngInfo()
        told.add_text("Comment", COMMENT.decode())
        picture.save(written, kind, exif=exif, pnginfo=told)
    else:
        picture.save(written, kind, quality=95, exif=exif, xmp=XMP)
    return written.getvalue()


def read(body: bytes) -> Image.Image:
    """Return the picture in a file, whole."""
    with Image.open(BytesIO(body)) as picture:
        picture.load()
        return picture.convert("RGB")


def markers(body: bytes) -> Iterator[int]:
    """Yield the markers of a JPEG up to its first scan."""
    at = 2
    while body[at] == 0xFF and body[at + 1] != 0xDA:
        yield body[at + 1]
        at += 2 + int.from_bytes(body[at + 2 : at + 4])
