"""How the reading process tells what it found: frames of JSON and well-known binary, never pickled objects."""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Literal

import orjson

from layers.files.sources import SourceField, SourceLayer, SourceRecord, Value

Kind = Literal[b"L", b"R", b"E", b"Z"]
"""All layers, some records of one, a rejection; the end, without which everything before counts for nothing."""

HEAD = struct.Struct(">cII")
"""Kind, bytes of JSON, bytes of binary."""

_FRAME_RECORDS = 1000
_FRAME_BYTES = 1_000_000

Row = tuple[bytes | None, Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame as it came over the pipe."""

    kind: bytes
    told: Any
    binary: bytes


def write_frame(pipe: BinaryIO, kind: Kind, told: object = None, binary: bytes = b"") -> None:
    """Write one frame."""
    text = orjson.dumps(told)
    pipe.write(HEAD.pack(kind, len(text), len(binary)))
    pipe.write(text)
    pipe.write(binary)
    pipe.flush()


def read_frame(read: Callable[[int], bytes], most_bytes: int) -> Frame | None:
    """Read one frame, or None where the pipe ended or holds what no frame is.

    Parameters
    ----------
    read
        Gives exactly that many bytes, fewer only at the end of the pipe.
    most_bytes
        A frame that claims to be larger is none.
    """
    head = read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, text_bytes, binary_bytes = HEAD.unpack(head)
    if text_bytes + binary_bytes > most_bytes:
        return None
    text, binary = read(text_bytes), read(binary_bytes)
    if len(text) < text_bytes or len(binary) < binary_bytes:
        return None
    try:
        return Frame(kind, orjson.loads(text), binary)
    except orjson.JSONDecodeError:
        return None


def write_layers(pipe: BinaryIO, layers: Sequence[SourceLayer], chosen: int | None = None) -> None:
    """Tell of all layers, and the place among them of the one that is read."""
    write_frame(pipe, b"L", {"layers": [asdict(layer) for layer in layers], "chosen": chosen})


def layers_of(frame: Frame) -> tuple[SourceLayer, ...]:
    """Give the layers that a frame tells of."""
    return tuple(map(_layer_of, frame.told["layers"]))


def _layer_of(told: Mapping[str, Any]) -> SourceLayer:
    return SourceLayer(**{**told, "fields": tuple(SourceField(**field) for field in told["fields"])})


def write_rows(pipe: BinaryIO, rows: Iterator[Row]) -> None:
    """Tell of all records, many to a frame; a frame leaves as soon as it is full, so that memory stays bounded."""
    values: list[Sequence[Value]] = []
    shapes: list[bytes | None] = []
    size = 0
    for wkb, row in rows:
        values.append(row)
        shapes.append(wkb)
        size += len(wkb or b"")
        if len(values) == _FRAME_RECORDS or size > _FRAME_BYTES:
            _write_rows(pipe, values, shapes)
            values, shapes, size = [], [], 0
    if values:
        _write_rows(pipe, values, shapes)


def _write_rows(pipe: BinaryIO, values: list[Sequence[Value]], shapes: list[bytes | None]) -> None:
    sizes = [None if wkb is None else len(wkb) for wkb in shapes]
    write_frame(
        pipe, b"R", {"sizes": sizes, "values": values}, b"".join(wkb for wkb in shapes if wkb is not None)
    )


def records_of(frame: Frame, names: Sequence[str], before: int) -> Iterator[SourceRecord]:
    """Give the records that a frame tells of, the first numbered after those before it."""
    start = 0
    pairs = zip(frame.told["sizes"], frame.told["values"], strict=True)
    for nth, (size, row) in enumerate(pairs, start=before + 1):
        end = start + (size or 0)
        yield SourceRecord(
            nth, None if size is None else frame.binary[start:end], dict(zip(names, row, strict=True))
        )
        start = end
