"""Reading files that may be hostile: in a process of its own, within limits, told record by record."""

import json
import select
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import IO, Any

from layers.errors import ImportRejected
from layers.files.drivers import NEVER_LOADED
from layers.files.frames import Frame, layers_of, read_frame, records_of
from layers.files.limits import Limits
from layers.files.sources import SourceField, SourceLayer, SourceRecord

__all__ = ["OpenFile", "SourceField", "SourceLayer", "SourceRecord", "list_layers", "open_file", "read_layer"]

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-s", "-B", "-m", "layers.files.reading_child")
ENVIRONMENT = {
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "DXF_ENCODING": "ISO-8859-1",  # whatever code page a drawing claims: its text is to arrive as bytes
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_NUM_THREADS": "1",
    "GDAL_SKIP": ",".join(NEVER_LOADED),
    "LIBKML_RESOLVE_STYLE": "NO",
    "OPENBLAS_NUM_THREADS": "1",  # each thread of it would take address space that counts against the limit
    "PROJ_NETWORK": "OFF",
    "SHAPE_RESTORE_SHX": "YES",
}
"""All that the reading process knows of the world: nothing of ours is in it."""

_BYTES_A_VERTEX = 16
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file of which one layer is being read.

    Parameters
    ----------
    layers
        All that it holds.
    layer
        The one that is read; None where it holds none of the name that was asked for.
    records
        Its records, once.
    """

    layers: tuple[SourceLayer, ...]
    layer: SourceLayer | None
    records: Iterator[SourceRecord]


def list_layers(path: Path, limits: Limits) -> tuple[SourceLayer, ...]:
    """Tell what layers a file, an archive or a folder of files holds.

    Raises
    ------
    layers.errors.ImportRejected
        ``import_driver_refused``, ``import_archive_unsafe``, ``import_pointer_refused``, ``import_too_large``,
        ``import_took_too_long``, ``import_broken``, ``import_no_layer``.
    """
    layers = [layer for frame in _frames(path, "layers", None, limits) for layer in layers_of(frame)]
    if not layers:
        raise ImportRejected("import_no_layer")
    return tuple(layers)


@contextmanager
def open_file(path: Path, layer: str | None, limits: Limits) -> Iterator[OpenFile]:
    """Give the layers of a file and read one of them, in one process, which ends with the block.

    Parameters
    ----------
    layer
        A name that `list_layers` gave; None: the first that has shapes, else the first.

    Raises
    ------
    layers.errors.ImportRejected
        As `list_layers`; also while records are read, and then nothing of the file is to be kept.
    """
    with closing(_frames(path, "records", layer, limits)) as frames:
        head = next(frames, None)
        if head is None:
            raise ImportRejected("import_broken")
        layers, at = layers_of(head), head.told["chosen"]
        chosen = None if at is None else layers[at]
        yield OpenFile(layers, chosen, _records(frames, chosen, limits) if chosen else iter(()))


def read_layer(path: Path, layer: str | None, limits: Limits) -> Iterator[SourceRecord]:
    """Read one layer, record by record, as `open_file` does; closing the iterator ends the reading process.

    Raises
    ------
    layers.errors.ImportRejected
        As `open_file`, and ``import_no_layer``.
    """
    with open_file(path, layer, limits) as opened:
        if opened.layer is None:
            raise ImportRejected("import_no_layer")
        yield from opened.records


def _records(frames: Iterator[Frame], layer: SourceLayer, limits: Limits) -> Iterator[SourceRecord]:
    names = [field.name for field in layer.fields]
    nth = vertices = 0
    for frame in frames:
        vertices += len(frame.binary) // _BYTES_A_VERTEX
        if vertices > limits.vertices:
            raise limits.exceeded("vertices")
        for record in records_of(frame, names, nth):
            nth = record.nth
            if nth > limits.features:
                raise limits.exceeded("features")
            yield record


def _frames(path: Path, wants: str, layer: str | None, limits: Limits) -> Generator[Frame, None, None]:
    """Give the frames of one answer, and see to it that the answer is whole."""
    _require_size(path, limits)
    with TemporaryDirectory(prefix="diaban-reading-") as folder:
        asked = {"wants": wants, "path": str(path.resolve()), "folder": folder, "layer": layer}
        with _reader(json.dumps({**asked, "limits": asdict(limits)})) as process:
            pipe = _TimedPipe(process.stdout, limits.seconds)
            while frame := read_frame(pipe.read, limits.memory_bytes):
                if frame.kind == b"Z":
                    return
                if frame.kind == b"E":
                    raise ImportRejected(frame.told["code"], **frame.told["facts"])
                yield frame
            raise _cause(process.wait())


def _require_size(path: Path, limits: Limits) -> None:
    files = path.rglob("*") if path.is_dir() else (path,)
    if sum(file.stat().st_size for file in files) > limits.file_bytes:
        raise limits.exceeded("file_bytes")


@contextmanager
def _reader(asked: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the reading process; it is gone afterwards, however far it came."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        (*PROGRAM, asked),
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def _cause(code: int) -> ImportRejected:
    """Tell why a process ended without the end of its answer."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return ImportRejected("import_took_too_long")
    return ImportRejected("import_broken")


class _TimedPipe:
    """The pipe from the reading process, whose clock runs only while it is waited for."""

    def __init__(self, pipe: IO[bytes] | None, seconds: float) -> None:
        self._pipe: Any = pipe
        self._left_s = seconds

    def read(self, size: int) -> bytes:
        """Give that many bytes, fewer only at the end.

        Raises
        ------
        layers.errors.ImportRejected
            ``import_took_too_long``: the time is used up.
        """
        came = bytearray()
        while len(came) < size and (chunk := self._chunk(size - len(came))):
            came += chunk
        return bytes(came)

    def _chunk(self, most: int) -> bytes:
        begun = monotonic()
        is_ready = select.select([self._pipe], [], [], max(self._left_s, 0))[0]
        self._left_s -= monotonic() - begun
        if not is_ready:
            raise ImportRejected("import_took_too_long")
        chunk: bytes = self._pipe.read1(min(most, _CHUNK))
        return chunk
