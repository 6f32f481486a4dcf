"""Photos: nothing of what the camera wrote is kept, nothing unreadable comes back, nothing hostile gets far."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from layers.errors import Refused
from layers.supervision.photos import LONGEST_SIDE_PX, MOST_BOXES, MOST_BYTES, Box, prepare_image
from tests.pictures import COMMENT, MAKER, TAKEN, make_photo, make_picture, markers, read

KINDS = ("JPEG", "PNG", "WEBP")
_WHOLE = Box(0, 0, 1, 1)


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_camera_wrote_is_gone(kind: str) -> None:
    body = make_photo(kind=kind)
    assert MAKER in body, "the photo has something to lose"
    kept = prepare_image(body)
    for word in (MAKER, TAKEN, COMMENT, b"Exif", b"GPS", b"xmp", b"NguoiChup", b"ICC_PROFILE", b"http"):
        assert word not in kept.body
    with Image.open(BytesIO(kept.body)) as picture:
        assert picture.format == "JPEG"
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
    assert {marker for marker in markers(kept.body) if 0xE0 <= marker <= 0xEF or marker == 0xFE} == {0xE0}
    assert (kept.media_type, kept.width_px, kept.height_px, kept.is_blurred) == (
        "image/jpeg",
        640,
        480,
        False,
    )


def test_a_colour_profile_is_dropped() -> None:
    written = BytesIO()
    make_picture().save(written, "JPEG", icc_profile=b"P3 profile of a camera" * 20)
    assert b"P3 profile" not in prepare_image(written.getvalue()).body


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(kind: str, orientation: int) -> None:
    upright = prepare_image(make_photo(640, 480, kind=kind, orientation=orientation))
    turns = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
    }  # fmt: skip
    turn = turns[orientation]
    expected = make_picture(640, 480) if turn is None else make_picture(640, 480).transpose(turn)
    assert (upright.width_px, upright.height_px) == expected.size
    assert _difference(read(upright.body), expected) < 12


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_is_none_is_passed_over(orientation: int) -> None:
    assert prepare_image(make_photo(orientation=orientation)).width_px == 640


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(3200, 2400, (1600, 1200)), (1000, 4000, (400, 1600)), (1600, 900, (1600, 900)), (4000, 1, (1600, 1))],
)
def test_a_large_picture_becomes_small(width: int, height: int, size: tuple[int, int]) -> None:
    kept = prepare_image(make_photo(width, height))
    assert (kept.width_px, kept.height_px) == size == read(kept.body).size


def test_a_phone_photo_becomes_light() -> None:
    assert len(prepare_image(make_photo(4000, 3000)).body) < 700_000


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_photo_gives_the_same_bytes(kind: str) -> None:
    body, blurs = make_photo(kind=kind), [Box(0.1, 0.1, 0.5, 0.5)]
    assert prepare_image(body, blurs=blurs) == prepare_image(body, blurs=blurs)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixels_is_taken(mode: str) -> None:
    written = BytesIO()
    source = Image.new("I;16", (64, 64), 40_000) if mode == "I;16" else make_picture(64, 64).convert(mode)
    source.save(written, "JPEG" if mode == "CMYK" else "PNG")
    assert read(prepare_image(written.getvalue()).body).size == (64, 64)


def test_what_is_clear_becomes_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (32, 32), (200, 0, 0, 0)).save(written, "PNG")
    assert read(prepare_image(written.getvalue()).body).getpixel((16, 16)) == (255, 255, 255)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _bomb(width: int, height: int) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = _chunk(b"IDAT", zlib.compress(bytes(100_000), 9))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + _chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_400, 9_500, 12_000, 50_000])
def test_a_bomb_is_refused_by_its_header(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(Refused, match="image_too_large"):
        prepare_image(_bomb(side, side))


def test_a_body_of_200_mb_is_refused_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("opened"))
    with pytest.raises(Refused, match="image_too_heavy"):
        prepare_image(b"\xff\xd8\xff" + bytes(200_000_000))
    assert MOST_BYTES < 200_000_000


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.98])
def test_a_file_cut_off_is_refused(kind: str, share: float) -> None:
    body = make_photo(kind=kind)
    with pytest.raises(Refused, match="image_broken"):
        prepare_image(body[: int(len(body) * share)])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "image_type_unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image_type_unknown"),
        (b"%PDF-1.7", "image_type_unknown"),
        (b"GIF89a" + bytes(40), "image_type_unknown"),
        (b"MZ" + bytes(40), "image_type_unknown"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "image_heic"),
        (b"\0\0\0\x18ftypmif1" + bytes(40), "image_heic"),
        (b"\0\0\0\x18ftypisom" + bytes(40), "image_type_unknown"),
        (b"\xff\xd8\xff", "image_broken"),
        (b"\xff\xd8\xff\xe1\xff\xff" + bytes(100), "image_broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image_broken"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image_broken"),
    ],
)
def test_what_is_no_photo_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        prepare_image(body)


@pytest.mark.parametrize(
    "exif",
    [b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", b"XX" * 40, b"II*\0\x08\0\0\0"],
)
def test_broken_exif_breaks_nothing(exif: bytes) -> None:
    written = BytesIO()
    make_picture().save(written, "JPEG", exif=b"Exif\0\0" + exif)
    assert prepare_image(written.getvalue()).width_px == 640


@settings(max_examples=150)
@given(kind=st.sampled_from(KINDS), at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=40))
def test_damaged_files_are_taken_or_refused(kind: str, at: float, junk: bytes) -> None:
    body = make_photo(96, 64, kind=kind)
    place = int(at * (len(body) - len(junk)))
    try:
        kept = prepare_image(body[:place] + junk + body[place + len(junk) :])
    except Refused as error:
        assert error.code in {"image_broken", "image_type_unknown", "image_too_large"}
    else:
        assert MAKER not in kept.body


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, top = draw(st.floats(0, 0.85)), draw(st.floats(0, 0.85))
    return Box(left, top, draw(st.floats(left + 0.1, 1)), draw(st.floats(top + 0.1, 1)))


@settings(max_examples=40)
@given(width=st.integers(160, 2400), height=st.integers(160, 2400), box=boxes())
def test_the_box_becomes_unreadable_and_the_rest_stays(width: int, height: int, box: Box) -> None:
    body = make_photo(width, height)
    plain, hidden = prepare_image(body), prepare_image(body, blurs=[box])
    assert hidden.is_blurred
    before, after = read(plain.body), read(hidden.body)
    left, top = int(box.left * before.width), int(box.top * before.height)
    right, bottom = int(box.right * before.width) + 1, int(box.bottom * before.height) + 1
    inside = left + 2, top + 2, right - 2, bottom - 2
    assert _difference(before.crop(inside), after.crop(inside)) > 15
    # JPEG works in squares of 16 pixels, so the border may reach that far.
    outside = Image.new("L", before.size, 255)
    outside.paste(0, (left - 17, top - 17, right + 17, bottom + 17))
    difference = ImageChops.difference(before, after)
    assert sum(ImageStat.Stat(difference, outside).mean) / 3 < 3 or outside.getextrema() == (0, 0)


def test_no_more_than_36_averages_are_left_of_a_box() -> None:
    hidden = read(prepare_image(make_photo(1200, 1200), blurs=[_WHOLE]).body)
    averages = hidden.resize((6, 6), Image.Resampling.BOX)
    assert _difference(hidden, averages.resize(hidden.size, Image.Resampling.NEAREST)) < 4


def test_a_second_blur_of_the_same_part_reveals_nothing() -> None:
    once = prepare_image(make_photo(), blurs=[Box(0.2, 0.2, 0.6, 0.6)])
    twice = prepare_image(once.body, blurs=[Box(0.2, 0.2, 0.6, 0.6)])
    assert _difference(read(once.body), read(twice.body)) < 4


@pytest.mark.parametrize(
    "corners",
    [(0, 0, 0, 1), (0.5, 0, 0.4, 1), (-0.1, 0, 1, 1), (0, 0, 1.01, 1), (0, 0, float("nan"), 1), (0, 1, 1, 1)],
)
def test_a_box_is_part_of_the_picture(corners: tuple[float, float, float, float]) -> None:
    with pytest.raises(Refused, match="image_box_invalid"):
        Box(*corners)


def test_the_smallest_box_covers_at_least_a_pixel() -> None:
    body = make_photo(64, 64)
    assert prepare_image(body, blurs=[Box(0.5, 0.5, 0.5000001, 0.5000001)]).is_blurred


def test_there_is_an_end_to_boxes() -> None:
    with pytest.raises(Refused, match="image_boxes_too_many"):
        prepare_image(make_photo(), blurs=[_WHOLE] * (MOST_BOXES + 1))


def test_the_long_side_is_the_promised_one() -> None:
    assert LONGEST_SIDE_PX == 1600
