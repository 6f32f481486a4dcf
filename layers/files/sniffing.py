"""What a file is by its content: its name may say anything."""

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import orjson

from layers.errors import ImportRejected
from layers.files.drivers import (
    DGN,
    DXF,
    FILE_GEODATABASE,
    FLATGEOBUF,
    GEOJSON,
    GEOJSON_LINES,
    GEOPACKAGE,
    GPX,
    KML,
    MIF,
    SHAPEFILE,
    TAB,
    TEXT_TABLE,
    XLSX,
    Form,
)

_HEAD_BYTES = 65_536
_MAGIC = (
    (b"\x00\x00\x27\x0a", SHAPEFILE),
    (b"fgb\x03fgb", FLATGEOBUF),
    (b"\x08\x09", DGN),
    (b"\xc8\x09", DGN),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FOREIGN = (
    (b"AC10", "DWG"),
    (b"AutoCAD Binary DXF", "DXF (binary)"),
    (b"\xd0\xcf\x11\xe0", "OLE"),
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"\x1f\x8b", "GZIP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)
_PACKAGE_MARKS = (b"GPKG", b"GP10", b"GP11", b"GP12")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_POINTER_ROOTS = (b"ogrvrtdatasource", b"vrtdataset", b"gdaltileindexdataset", b"ogrwfsdatasource")
_XML_ROOT = re.compile(rb"<([A-Za-z][\w:.-]*)")
_JSON_KINDS = (
    (re.compile(rb'"type"\s*:\s*"Topology"'), "TopoJSON"),
    (re.compile(rb'"geometryType"\s*:\s*"esri'), "ESRIJSON"),
)
_PIPELINE = re.compile(rb'"type"\s*:\s*"gdal')
_FEATURE_FIRST = re.compile(rb'\{\s*"type"\s*:\s*"Feature"')
_TABLE_POINTER = re.compile(
    rb'isseamless"\s*=\s*"true"|\bopen\s+table\b|\bcreate\s+view\b|^\s*type\s+(?!native\b|dbf\b)\w|^\s*file\s+"[^"\n]*[/\\]',
    re.MULTILINE,
)
_TEXT_STARTS = (
    (re.compile(rb"!table\b", re.IGNORECASE), TAB),
    (re.compile(rb"version\s+\d+\s*\n(?:.*\n)*?\s*columns\s+\d", re.IGNORECASE), MIF),
    (re.compile(rb"(?:\s*999\s*\n[^\n]*\n)*\s*0\s*\n\s*SECTION\b"), DXF),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(path: Path) -> Form | None:
    """Find out the format of a file, or of a folder that is a file geodatabase; None for an archive of files.

    Raises
    ------
    layers.errors.ImportRejected
        ``import_driver_refused`` with what it seems to be, ``import_pointer_refused`` for a file that only points to
        others, ``import_broken`` for an archive whose end is missing.
    """
    if path.is_dir():
        if any(path.glob("a0000000*.gdbtable")):
            return FILE_GEODATABASE
        raise _refused("unknown")
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    for start, name in _FOREIGN:
        if head.startswith(start):
            raise _refused(name)
    for start, form in _MAGIC:
        if head.startswith(start):
            return form
    if head.startswith(_ZIP):
        return _zip_form(path)
    if head.startswith(b"SQLite format 3\x00"):
        if head[68:72] in _PACKAGE_MARKS:
            return GEOPACKAGE
        raise _refused("SQLite")
    return _text_form(head)


def _refused(driver: str) -> ImportRejected:
    return ImportRejected("import_driver_refused", driver=driver)


def _zip_form(path: Path) -> Form | None:
    try:
        with ZipFile(path) as archive:
            return XLSX if "xl/workbook.xml" in archive.namelist() else None
    except (BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise ImportRejected("import_broken") from error


def _text_form(head: bytes) -> Form:
    if head.startswith(_UTF_16):
        return TEXT_TABLE
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return _xml_form(text)
    if text.startswith((b"{", b"\x1e")):
        return _json_form(text)
    for start, form in _TEXT_STARTS:
        if start.match(text):
            if form is TAB and _TABLE_POINTER.search(text.lower()):
                raise ImportRejected("import_pointer_refused")
            return form
    if not text or _CONTROL.search(text):
        raise _refused("unknown")
    return TEXT_TABLE


def _xml_form(text: bytes) -> Form:
    if b"<!ENTITY" in text:
        raise ImportRejected("import_pointer_refused")
    root = _XML_ROOT.search(re.sub(rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE.*?>", b"", text, flags=re.DOTALL))
    name = root[1].rpartition(b":")[2].lower() if root else b""
    if name in _POINTER_ROOTS:
        raise ImportRejected("import_pointer_refused")
    if name in (b"kml", b"gpx"):
        return KML if name == b"kml" else GPX
    raise _refused("XML" if not name else f"XML ({name.decode('ascii', 'replace')[:40]})")


def _json_form(text: bytes) -> Form:
    if _PIPELINE.search(text):
        raise ImportRejected("import_pointer_refused")
    for kind, name in _JSON_KINDS:
        if kind.search(text):
            raise _refused(name)
    return GEOJSON_LINES if text.startswith(b"\x1e") or _is_line_of_many(text) else GEOJSON


def _is_line_of_many(text: bytes) -> bool:
    line, is_ended, _ = text.partition(b"\n")
    if not is_ended:
        return bool(_FEATURE_FIRST.match(line))
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return isinstance(value, dict) and value.get("type") == "Feature"
