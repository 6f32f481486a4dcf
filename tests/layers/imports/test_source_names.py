"""Names of layers and columns: in old encodings too, no two alike, and read under the name that the file has."""

import os
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import numpy as np
import pyogrio
import pytest
import shapely

from geo.text.legacy import decode, encode
from layers.files import reading
from layers.files.limits import Limits
from layers.files.reading import list_layers, read_layer
from layers.files.sources import SourceField, SourceLayer, SourceRecord
from layers.imports.diagnosis import choose_layer
from layers.imports.file_findings import Wish, find_encodings, take_sample
from layers.imports.source_names import (
    name_columns,
    name_records,
    read_columns,
    read_file_name,
    read_layers,
)
from tests.layers.imports.reading_here import frames_here

_COLUMNS = ("Mã địa bàn", "Ngày giám sát", "Kết quả", "X")
_LAYERS = ("Ranh giới phường", "Hẻm và đường")
_LINES = shapely.to_wkb(
    np.array([shapely.LineString([(0, 0), (1, 1)]), shapely.LineString([(0, 1), (1, 0)])])
)


def _layer(*names: str, encoding: str | None = None) -> SourceLayer:
    fields = tuple(SourceField(name, "str") for name in names)
    return SourceLayer("t", "CSV", "None", fields, None, None, encoding, {"x": names[-1]})


def _as_bytes(name: str, encoding: str) -> str:
    return name.encode().decode("latin-1") if encoding == "utf-8" else encode(name, encoding)


class _OldMember(ZipInfo):
    """A member whose name is written as old programs did: its bytes, and no word on what they mean."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name is that of zipfile
        return self.filename.encode("latin-1"), self.flag_bits


@pytest.mark.parametrize("encoding", ["utf-8", "tcvn3", "vni"])
def test_columns_are_called_as_people_call_them(encoding: str) -> None:
    written = [_as_bytes(name, encoding) for name in _COLUMNS]
    layer = _layer(*written)
    names = read_columns(layer)
    assert tuple(names.values()) == _COLUMNS
    named = name_columns(layer, names)
    assert ([field.name for field in named.fields], named.shape_from) == (list(_COLUMNS), {"x": "X"})
    (record,) = name_records([SourceRecord(1, None, dict(zip(written, "abcd", strict=True)))], names)
    assert record.values == dict(zip(_COLUMNS, "abcd", strict=True))


def test_what_is_known_stays_and_no_two_columns_get_one_name() -> None:
    assert read_columns(_layer("Tên", "Ma", encoding="utf-8")) == {"Tên": "Tên", "Ma": "Ma"}
    assert list(read_columns(_layer("TEN", "TEN ", "  ")).values()) == ["TEN", "TEN ", "  "]


@pytest.mark.parametrize("encoding", ["utf-8", "tcvn3", "vni", "cp1258"])
def test_layers_of_drawings_and_tables_are_called_as_people_call_them(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_frames", frames_here)
    names = [_as_bytes(name, encoding) for name in _LAYERS]
    for path in (_draw(tmp_path / "cu.dxf", names), _pack_tables(tmp_path / "cu.zip", names)):
        layers = list_layers(path, Limits())
        titles = read_layers(layers)
        assert sorted(titles.values()) == sorted(_LAYERS), path
        for layer in layers:
            assert choose_layer(layers, titles[layer.name]) is choose_layer(layers, layer.name) is layer
            records = list(read_layer(path, layer.name, Limits()))
            assert len(records) == 1
            if layer.driver == "DXF":
                column = find_encodings(take_sample(records), Wish())["Layer"]
                assert decode(str(records[0].values["Layer"]), column.name) == titles[layer.name]


def test_a_package_keeps_what_is_right_and_mends_what_was_read_wrongly() -> None:
    names = ("Hẻm", encode("Ranh giới phường", "mojibake"), "roads", "Straße")
    layers = [replace(_layer("X", encoding="utf-8"), name=name) for name in names]
    assert list(read_layers(layers).values()) == ["Hẻm", "Ranh giới phường", "roads", "Straße"]


def _draw(path: Path, layers: Sequence[str]) -> Path:
    _write(path, "DXF", {"Layer": ["AAAA", "BBBB"]}, _LINES)
    written = path.read_bytes()
    for placeholder, name in zip((b"AAAA", b"BBBB"), layers, strict=True):
        written = written.replace(placeholder, name.encode("latin-1"))
    path.write_bytes(written)
    return path


def _pack_tables(path: Path, names: Sequence[str]) -> Path:
    table = path.with_name("bang.mif")
    _write(table, "MapInfo File", {"ten": ["A"]}, _LINES[:1])
    with ZipFile(path, "w") as archive:
        for name in names:
            for part in (table, table.with_suffix(".mid")):
                archive.writestr(_OldMember(f"{name}{part.suffix}"), part.read_bytes())
    return path


def _write(path: Path, driver: str, columns: dict[str, list[str]], shapes: np.ndarray) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # neither has a coordinate reference system
        pyogrio.raw.write(
            path,
            geometry=shapes,
            field_data=[np.array(values, dtype=object) for values in columns.values()],
            fields=list(columns),
            geometry_type="LineString",
            driver=driver,
        )


@pytest.mark.parametrize("encoding", ["utf-8", "tcvn3", "vni"])
def test_the_name_of_a_file_that_an_old_program_unpacked_is_read(encoding: str) -> None:
    name = "Ranh giới phường và hẻm.shp"
    assert read_file_name(Path("/data") / os.fsdecode(_as_bytes(name, encoding).encode("latin-1"))) == name
