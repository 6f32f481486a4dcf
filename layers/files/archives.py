"""Opening zip archives that may be hostile: nothing leaves the folder, nothing grows past the limits."""

import stat
from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from geo.text.legacy import decode_alike
from layers.errors import ImportRejected
from layers.files.drivers import GEODATABASE_SUFFIXES, MAIN_SUFFIXES, SIDE_SUFFIXES
from layers.files.limits import Limits

MOST_TIMES = 200
"""How many times its packed size a member may have: coordinates pack to a tenth, a bomb to a thousandth."""

_RATIO_FROM_BYTES = 10_000_000
_UTF8_FLAG = 0x800
_NESTED = (".zip", ".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz")
_POINTERS = (".vrt", ".wor")
_CHUNK = 1 << 20


def unpack(path: Path, folder: Path, limits: Limits) -> None:
    """Unpack what can be read of an archive into a folder; what belongs to no map (a letter, a picture) stays in.

    Raises
    ------
    layers.errors.ImportRejected
        ``import_archive_unsafe`` with the danger (``path``, ``link``, ``nested``, ``encrypted``, ``ratio``, ``twice``),
        ``import_too_large``, ``import_pointer_refused`` where it holds nothing but pointers, ``import_broken``.
    """
    try:
        with ZipFile(path) as archive:
            members = check_members(archive, limits)
            wanted = [(member, name) for member, name in members if _is_wanted(name)]
            if not wanted and any(name.suffix.lower() in _POINTERS for _, name in members):
                raise ImportRejected("import_pointer_refused")
            _write_all(archive, wanted, folder, limits)
    except (
        BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        UnicodeDecodeError,
        ValueError,
        OSError,
    ) as error:
        raise ImportRejected("import_broken") from error


def check_members(archive: ZipFile, limits: Limits) -> list[tuple[ZipInfo, PurePosixPath]]:
    """Give the files of an archive and their names, once nothing in its table of contents is unsafe."""
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise limits.exceeded("members")
    if sum(info.file_size for info in infos) > limits.unpacked_bytes:
        raise limits.exceeded("unpacked_bytes")
    files = [info for info in infos if not info.is_dir()]
    members = list(zip(files, map(PurePosixPath, member_names(files)), strict=True))
    for info, name in members:
        if danger := _danger(info, name):
            raise ImportRejected("import_archive_unsafe", danger=danger)
    names = {str(name).casefold() for _, name in members}
    if len(names) < len(members):
        raise ImportRejected("import_archive_unsafe", danger="twice")
    return members


def member_names(infos: Sequence[ZipInfo]) -> list[str]:
    """Give the names of members as they were meant: old programs write old encodings and say nothing of it."""
    as_bytes = [info.filename.encode("cp437").decode("latin-1") for info in infos if not _is_unicode(info)]
    read = iter(decode_alike(as_bytes))
    names = [info.filename if _is_unicode(info) else next(read) for info in infos]
    return [name.replace("\\", "/") for name in names]


def _is_unicode(info: ZipInfo) -> bool:
    return bool(info.flag_bits & _UTF8_FLAG)


def _danger(info: ZipInfo, name: PurePosixPath) -> str | None:
    if not name.parts or name.is_absolute() or ".." in name.parts or ":" in str(name) or "\x00" in str(name):
        return "path"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "link"
    if name.suffix.lower() in _NESTED:
        return "nested"
    if info.flag_bits & 1:
        return "encrypted"
    is_bomb = info.file_size > _RATIO_FROM_BYTES and info.file_size > MOST_TIMES * max(info.compress_size, 1)
    return "ratio" if is_bomb else None


def _is_wanted(name: PurePosixPath) -> bool:
    if name.parts[0] == "__MACOSX" or name.name.startswith("."):
        return False
    suffix = name.suffix.lower()
    if any(part.lower().endswith(".gdb") for part in name.parts[:-1]):
        return suffix in GEODATABASE_SUFFIXES or name.name in ("gdb", "timestamps")
    return suffix in MAIN_SUFFIXES or suffix in SIDE_SUFFIXES


def _write_all(
    archive: ZipFile, wanted: list[tuple[ZipInfo, PurePosixPath]], folder: Path, limits: Limits
) -> None:
    left = limits.unpacked_bytes
    for info, name in wanted:
        target = folder.joinpath(*name.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as packed, target.open("xb") as file:
            for chunk in iter(partial(packed.read, _CHUNK), b""):
                left -= len(chunk)
                if left < 0:
                    raise limits.exceeded("unpacked_bytes")
                file.write(chunk)
