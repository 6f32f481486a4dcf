"""Packs the files of which one map consists into one archive: the same files are the same bytes."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from layers.files.drivers import SIDE_SUFFIXES

_MADE_AT: Final = (1980, 1, 1, 0, 0, 0)


def pack(parts: Iterable[tuple[str, IO[bytes]]], target: IO[bytes]) -> None:
    """Write files, each with its name, into an archive in this order."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, body in parts:
            _add(archive, ZipInfo(name, _MADE_AT), body, may_be_huge=True)


def pack_paths(paths: Iterable[Path], target: Path) -> None:
    """Write files of the disk into an archive there, in this order."""
    with ZipFile(target, "w") as archive:
        for path in paths:
            entry = ZipInfo(path.name, _MADE_AT)
            entry.file_size = path.stat().st_size
            with path.open("rb") as body:
                _add(archive, entry, body, may_be_huge=False)  # readers of KMZ know only small archives


def _add(archive: ZipFile, entry: ZipInfo, body: IO[bytes], *, may_be_huge: bool) -> None:
    entry.compress_type = ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=may_be_huge) as part:
        shutil.copyfileobj(body, part)


def list_parts(path: Path) -> list[Path]:
    """Return a file with the files beside it that belong to it, such as the .dbf and .prj of a .shp, by name."""
    beside = path.parent.glob("*")
    parts = [one for one in beside if one.stem == path.stem and one.suffix.lower() in SIDE_SUFFIXES]
    return sorted({path, *parts})
