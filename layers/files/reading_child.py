"""The program that reads a file that may be hostile: started for one file, held to limits, its answer a row of frames.

Nothing that happens here is trusted: whatever goes wrong ends this process, and its parent notices that the end of the
answer is missing.
"""

import ctypes
import json
import os
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol

from layers.errors import ImportRejected
from layers.files.frames import Row, write_frame, write_layers, write_rows
from layers.files.limits import Limits
from layers.files.sources import SourceLayer
from layers.files.workplace import Source, lay_out

_MOST_OPEN_FILES = 256
_NOT_NEEDED = ("geopandas", "pandas", "pyarrow", "pyproj")
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the parent wants: the layers of a file, or beside them the records of one.

    Parameters
    ----------
    wants
        ``"layers"`` or ``"records"``.
    layer
        Its name; None: the first that has shapes, else the first.
    """

    wants: str
    path: Path
    folder: Path
    layer: str | None
    limits: Limits


class Engine(Protocol):
    """A module that reads one kind of source."""

    def list_layers(self, source: Source) -> Iterator[SourceLayer]: ...  # noqa: D102 - see the modules

    def read(self, source: Source, layer: SourceLayer) -> Iterator[Row]: ...  # noqa: D102 - see the modules


def main() -> None:
    """Answer what the one argument asks, on what was standard output; nothing else can write there any more."""
    asked = read_asked(sys.argv[1])
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    forget_tables()
    leave_network()
    confine(asked.limits)
    answer(asked, pipe)


def read_asked(text: str) -> Asked:
    """Read what the parent asks; JSON of the standard library also holds a path whose bytes are no text."""
    told = json.loads(text)
    paths = {name: Path(told[name]) for name in ("path", "folder")}
    return Asked(wants=told["wants"], layer=told["layer"], limits=Limits(**told["limits"]), **paths)


def forget_tables() -> None:
    """Make libraries seem absent that pyogrio would load for nothing: that takes six times as long as all the rest."""
    for library in _NOT_NEEDED:
        sys.modules[library] = None  # type: ignore[assignment]


def leave_network() -> None:
    """Move to a network without any neighbour, where the kernel allows it; GDAL is told not to use one in any case."""
    unshare = ctypes.CDLL(None).unshare
    if unshare(_NEW_NETWORK):
        unshare(_NEW_NETWORK | _NEW_USER)


def confine(limits: Limits) -> None:
    """Take from this process what it does not need: memory, time, files and the writing of large ones."""
    seconds = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_OPEN_FILES, _MOST_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(asked: Asked, pipe: BinaryIO) -> None:
    """Write what was asked for to the pipe; a rejection takes the place of the end."""
    try:
        found = _find_layers(lay_out(asked.path, asked.folder, asked.limits))
        chosen = _choose(found, asked.layer) if asked.wants == "records" else None
        write_layers(pipe, [replace(one.layer, name=one.name) for one in found], chosen)
        if chosen is not None:
            source, layer = found[chosen].source, found[chosen].layer
            write_rows(pipe, _engine(source).read(source, layer))
    except ImportRejected as error:
        _reject(pipe, error)
    except MemoryError:
        _reject(pipe, asked.limits.exceeded("memory_bytes"))
    else:
        write_frame(pipe, b"Z")


def _reject(pipe: BinaryIO, error: ImportRejected) -> None:
    write_frame(pipe, b"E", {"code": error.code, "facts": error.facts})


@dataclass(frozen=True, slots=True)
class Found:
    """A layer as its file calls it, and the name by which it is told from all others."""

    source: Source
    layer: SourceLayer
    name: str


def _find_layers(sources: tuple[Source, ...]) -> list[Found]:
    """Give all layers; those of the same name are told apart by the files that they came in."""
    pairs = [(source, layer) for source in sources for layer in _engine(source).list_layers(source)]
    counts = Counter(layer.name for _, layer in pairs)
    return [
        Found(source, layer, _name(source, layer, is_only_one=counts[layer.name] == 1))
        for source, layer in pairs
    ]


def _name(source: Source, layer: SourceLayer, *, is_only_one: bool) -> str:
    if is_only_one:
        return layer.name
    return source.came if layer.name == source.path.stem else f"{source.came}/{layer.name}"


def _choose(found: list[Found], name: str | None) -> int | None:
    """Give the place of the layer of that name, or of the first that has shapes, else of the first."""
    if name is not None:
        return next((nth for nth, one in enumerate(found) if one.name == name), None)
    by_shape = sorted(range(len(found)), key=lambda nth: found[nth].layer.geometry_type == "None")
    return next(iter(by_shape), None)


def _engine(source: Source) -> Engine:
    """Load the library that reads this form, and no other: each brings a GDAL of its own."""
    return import_module(f"layers.files.reading_{source.form.engine}")


if __name__ == "__main__":
    main()
