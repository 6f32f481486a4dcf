"""The folder of its own in which a file is read: what came is laid out there under names that GDAL understands."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from layers.errors import ImportRejected
from layers.files.archives import check_members, unpack
from layers.files.drivers import (
    FILE_GEODATABASE,
    GEOPACKAGE,
    MAIN_SUFFIXES,
    MIF,
    SIDE_SUFFIXES,
    TAB,
    XLSX,
    Form,
)
from layers.files.limits import Limits
from layers.files.sniffing import sniff

_CHARSET = re.compile(rb'(charset\s+)("?)\w+("?)', re.IGNORECASE)
_HEADER_BYTES = 1 << 16
_LONGEST_NAME = 100
_NAMELESS = (
    "du_lieu"  # a kept file is called by its digest, which would tell people nothing as the name of a layer
)


@dataclass(frozen=True, slots=True)
class Source:
    """One dataset ready to be opened.

    Parameters
    ----------
    path
        Where it was laid out.
    came
        Its name as it came; in an archive with its folders.
    """

    path: Path
    form: Form
    came: str


def lay_out(path: Path, folder: Path, limits: Limits) -> tuple[Source, ...]:
    """Lay out what a file, an archive or a folder of files holds.

    Parameters
    ----------
    path
        What came. A shapefile or MapInfo table brings its neighbours of the same name along.
    folder
        An empty folder that is removed when the reading is over.

    Raises
    ------
    layers.errors.ImportRejected
        What `layers.files.sniffing.sniff` and `layers.files.archives.unpack` find.
    """
    if path.is_dir() and path.suffix.lower() != FILE_GEODATABASE.suffix:
        return _lay_out_all(path, folder, limits)
    form = sniff(path)
    if form is None:
        unpacked = folder / "unpacked"
        unpack(path, unpacked, limits)
        return _lay_out_all(unpacked, folder, limits)
    return (_place(path, form, folder / "0", limits, path.name),)


def _lay_out_all(came: Path, folder: Path, limits: Limits) -> tuple[Source, ...]:
    sources, refused = [], []
    for nth, path in enumerate(_candidates(came)):
        try:
            form = sniff(path)
        except ImportRejected as error:
            refused.append(error)
            continue
        if form is None:
            raise ImportRejected("import_archive_unsafe", danger="nested")
        sources.append(_place(path, form, folder / str(nth), limits, name_as_text(path.relative_to(came))))
    if not sources:
        raise refused[0] if refused else ImportRejected("import_no_layer")
    return tuple(sources)


def name_as_text(path: Path | str) -> str:
    """Return a name of this machine as text: bytes that are no UTF-8, as old programs wrote them, one a character."""
    as_bytes = os.fsencode(path)
    try:
        return as_bytes.decode("utf-8")
    except UnicodeDecodeError:
        return as_bytes.decode("latin-1")


def _candidates(came: Path) -> Iterator[Path]:
    for path in sorted(came.iterdir()) if came.is_dir() else ():
        if path.is_dir() and path.suffix.lower() != FILE_GEODATABASE.suffix:
            yield from _candidates(path)
        elif path.suffix.lower() in MAIN_SUFFIXES:
            yield path


def _place(path: Path, form: Form, place: Path, limits: Limits, came: str) -> Source:
    place.mkdir(parents=True)
    if form is XLSX:
        with ZipFile(path) as book:
            check_members(book, limits)
    stem = name_as_text(path.stem)[:_LONGEST_NAME] if path.suffix else _NAMELESS
    target = place / f"{stem}{form.suffix}"
    if form in (TAB, MIF):
        _copy_as_bytes(path, target)
    elif form is GEOPACKAGE:
        shutil.copyfile(path, target)
    else:
        target.symlink_to(path.resolve())
    for side in _sides(path):
        (place / f"{stem}{side.suffix.lower()}").symlink_to(side.resolve())
    return Source(target, form, came)


def _sides(path: Path) -> Iterator[Path]:
    if path.is_dir():
        return
    taken = set()
    for side in sorted(path.parent.iterdir()):
        suffix = side.suffix.lower()
        if suffix in SIDE_SUFFIXES and side.stem.casefold() == path.stem.casefold() and suffix not in taken:
            taken.add(suffix)
            yield side


def _copy_as_bytes(path: Path, target: Path) -> None:
    """Copy a MapInfo table's head with its charset made neutral, so that its text arrives as the bytes that it is."""
    with path.open("rb") as came, target.open("xb") as placed:
        placed.write(_CHARSET.sub(rb"\1\2Neutral\3", came.read(_HEADER_BYTES)))
        shutil.copyfileobj(came, placed)
