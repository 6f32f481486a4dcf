"""The names of a file, its layers and its columns as people read them: old files write these too in old encodings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from geo.text.legacy import decode_alike
from layers.files.sources import SourceLayer, SourceRecord
from layers.files.workplace import name_as_text


def read_file_name(path: Path) -> str:
    """Return the name of a file on this machine; one that old programs unpacked is no text but bytes of their own."""
    (read,) = decode_alike([name_as_text(path.name)])
    return read


def read_layers(layers: Sequence[SourceLayer]) -> dict[str, str]:
    """Return the title of each layer of a file, by the name under which it is read; no two get the same."""
    return _read_names([layer.name for layer in layers])


def read_columns(layer: SourceLayer) -> dict[str, str]:
    """Return the name of each column as people read it, by its name in the file; no two columns get the same."""
    return _read_names([field.name for field in layer.fields])


def name_columns(layer: SourceLayer, names: Mapping[str, str]) -> SourceLayer:
    """Return a layer with its columns named as people read them."""
    fields = tuple(replace(field, name=names[field.name]) for field in layer.fields)
    shape_from = {role: names.get(column, column) for role, column in layer.shape_from.items()}
    return replace(layer, fields=fields, shape_from=shape_from)


def name_records(records: Iterable[SourceRecord], names: Mapping[str, str]) -> Iterator[SourceRecord]:
    """Yield records with their columns named as people read them."""
    if all(written == read for written, read in names.items()):
        yield from records
        return
    for one in records:
        values = {names.get(column, column): value for column, value in one.values.items()}
        yield SourceRecord(one.nth, one.wkb, values)


def _read_names(written: Sequence[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, decoded in zip(written, decode_alike(written), strict=True):
        read = " ".join(decoded.split()) or name
        names[name] = name if read in names.values() else read
    return names
