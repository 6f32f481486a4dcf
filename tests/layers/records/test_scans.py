"""Files as they are kept: the type comes from the bytes, pictures lose all but the picture, tricks are refused."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from layers.errors import Refused
from layers.records import scans
from layers.records.scans import DOCX, JPEG, PDF, PNG, TIFF, WEBP, find_media_type, prepare_scan
from tests.layers.places import files

_SECRET = b"0903 123 456"


def _open(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body))


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (files.PDF, PDF),
        (files.make_docx(), DOCX),
        (files.make_picture("JPEG"), JPEG),
        (files.make_picture("PNG"), PNG),
        (files.make_picture("WEBP"), WEBP),
        (files.make_picture("TIFF"), TIFF),
    ],
)
def test_the_type_is_found_from_the_bytes(body: bytes, media_type: str) -> None:
    assert find_media_type(body) == media_type
    kept = prepare_scan(body)
    assert kept.media_type == media_type
    assert prepare_scan(body) == kept
    assert find_media_type(kept.body) == media_type


@pytest.mark.parametrize(
    "body",
    [
        b"MZ\x90\0 a program",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 20,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file",
        b" %PDF-1.7 behind something else",
        b"RIFF\x10\0\0\0WAVEfmt ",
        files.make_docx(word__document_xml="", **{"word/document.xml": "", "xl/workbook.xml": "<workbook/>"}),
    ],
)
def test_other_types_are_refused_whatever_they_are_called(body: bytes) -> None:
    with pytest.raises(Refused, match="file_type_unknown") as told:
        prepare_scan(body)
    assert told.value.facts["field"] == "file"


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refused, match="file_empty"):
        prepare_scan(b"")


@pytest.mark.parametrize(
    "body",
    [
        files.make_docx(**{"word/vbaProject.bin": b"macro"}),
        files.make_docx(**{"word/VBAPROJECT.BIN": b"macro"}),
        files.make_docx(**{"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
    ],
)
def test_word_documents_with_macros_are_refused(body: bytes) -> None:
    with pytest.raises(Refused, match="file_has_macros"):
        prepare_scan(body)


def test_a_word_document_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MOST_UNPACKED_BYTES", 10_000)
    with pytest.raises(Refused, match="file_broken"):
        prepare_scan(files.make_docx(**{"word/media/a.bin": b"0" * 20_000}))


@pytest.mark.parametrize(
    "body",
    [
        files.make_docx()[:60],
        files.make_picture("JPEG")[:200],
        files.make_picture("PNG")[:60],
        files.make_picture("WEBP")[:40],
        files.make_picture("TIFF")[:40],
        b"\xff\xd8\xff" + b"\0" * 100,
        b"PK\x03\x04" + b"\xff" * 100,
    ],
    ids=["docx", "jpeg", "png", "webp", "tiff", "jpeg-start", "zip-start"],
)
def test_broken_files_are_refused(body: bytes) -> None:
    with pytest.raises(Refused, match="file_broken"):
        prepare_scan(body)


def test_a_picture_is_kept_upright_without_what_the_camera_wrote() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right
    exif[0x010E] = _SECRET.decode()
    body = files.make_picture("JPEG", exif=exif, comment=_SECRET)
    assert _SECRET in body
    kept = prepare_scan(body).body
    assert _SECRET not in kept
    with _open(kept) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()
        assert "comment" not in picture.info


@pytest.mark.parametrize("name", ["PNG", "WEBP", "TIFF"])
def test_other_pictures_lose_it_too(name: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = _SECRET.decode()
    body = files.make_picture(name, exif=exif)
    assert _SECRET in body
    assert _SECRET not in prepare_scan(body).body


@pytest.mark.filterwarnings("ignore::UserWarning")  # as it is outside tests
def test_a_broken_exif_block_does_not_keep_a_picture_out() -> None:
    body = files.make_picture("JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\xff" * 20)
    with _open(prepare_scan(body).body) as picture:
        assert picture.size == (40, 20)


@pytest.mark.parametrize(
    ("name", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"), ("JPEG", "CMYK"), ("TIFF", "1")],
)
def test_every_kind_of_pixel_can_be_kept(name: str, mode: str) -> None:
    picture = Image.new(mode, (8, 8))
    written = BytesIO()
    picture.save(written, name)
    with _open(prepare_scan(written.getvalue()).body) as kept:
        assert kept.size == (8, 8)
        assert kept.mode in {"1", "L", "RGB"}


def test_all_pages_of_a_tiff_are_kept() -> None:
    pages = [Image.new("1", (30, 40), number % 2) for number in range(3)]
    written = BytesIO()
    pages[0].save(written, "TIFF", save_all=True, append_images=pages[1:])
    with _open(prepare_scan(written.getvalue()).body) as kept:
        assert kept.n_frames == 3  # type: ignore[attr-defined]


def test_a_picture_of_too_many_pixels_is_refused_by_its_header() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0"))
        + _chunk(b"IEND", b"")
    )
    with pytest.raises(Refused, match="file_too_many_pixels"):
        prepare_scan(bomb)


def test_pages_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MOST_PIXELS", 1000)
    with pytest.raises(Refused, match="file_too_many_pixels"):
        prepare_scan(files.make_picture("PNG", (40, 40)))
    prepare_scan(files.make_picture("PNG", (20, 40)))
    monkeypatch.setattr(scans, "MOST_PIXELS_TOGETHER", 1500)
    page = Image.new("1", (20, 40))
    written = BytesIO()
    page.save(written, "TIFF", save_all=True, append_images=[page])
    with pytest.raises(Refused, match="file_too_many_pixels"):
        prepare_scan(written.getvalue())


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Kế hoạch 12.pdf", "Kế hoạch 12.pdf"),
        ("ke-hoach.exe", "ke-hoach.pdf"),
        ("C:\\Users\\an\\ke hoach.PDF", "ke hoach.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\r\nSet-Cookie: x\0.pdf", "aSet-Cookie x.pdf"),
        ("12.KH-UBND ngày 15.3.2017", "12.KH-UBND ngày 15.3.2017.pdf"),
        ("  . .pdf", "file.pdf"),
        ("", "file.pdf"),
        ("x" * 500, "x" * 120 + ".pdf"),
        ("\ud800\u202eabc.pdf", "abc.pdf"),
    ],
)
def test_a_name_is_the_last_part_without_tricks(given: str, name: str) -> None:
    assert scans.name_scan(given, PDF) == name


def test_the_digest_names_the_bytes() -> None:
    assert prepare_scan(files.PDF).digest == prepare_scan(files.PDF).digest
    assert len(prepare_scan(files.PDF).digest) == 64
