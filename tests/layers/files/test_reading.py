"""Files are read in a process of their own: any format, the messy ones too, and never past the limits."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import fiona
import pytest
import shapely

from geo.geodesy.crs import WGS84_LONLAT, find_crs, transform_geometry
from layers.errors import ImportRejected
from layers.files import reading
from layers.files.drivers import FORMS
from layers.files.frames import HEAD
from layers.files.limits import Limits
from layers.files.reading import SourceLayer, SourceRecord, list_layers, open_file, read_layer
from layers.files.reading_child import Asked, answer
from tests.layers.files.samples import ALLEYS, NAMES, write_samples
from tests.layers.files.warm import use_warm_readers

MESSY = Path(__file__).resolve().parents[2] / "data" / "messy"
LIMITS = Limits(seconds=20)
_DRAWN = ("dxf", "dgn")
_TABLES = ("csv", "xlsx")
_WHOLE_UNITS = 0.02  # the drawing keeps hundredths

_LOOK_AROUND = """
import os
from layers.files.reading_child import forget_tables
forget_tables()
import fiona, pyogrio
with fiona.Env() as env:
    loaded = set(env.drivers()) | set(pyogrio.list_drivers())
print(",".join(os.environ))
print(",".join(sorted(loaded)))
"""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture
def warm() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        use_warm_readers(patch)
        yield


def _read(path: Path, limits: Limits = LIMITS) -> tuple[SourceLayer, list[SourceRecord]]:
    layer = list_layers(path, limits)[0]
    return layer, list(read_layer(path, layer.name, limits))


def _code(path: Path, limits: Limits = LIMITS) -> tuple[str, object]:
    with pytest.raises(ImportRejected) as caught:
        _read(path, limits)
    return caught.value.code, caught.value.facts.get("danger") or caught.value.facts.get("what")


def _word(text: object, layer: SourceLayer) -> str:
    return str(text) if layer.encoding else str(text).encode("latin-1").decode("utf-8")


@pytest.mark.usefixtures("warm")
def test_every_format_tells_the_same_shapes_and_names(samples: dict[str, Path]) -> None:
    assert len(samples) == 18
    for kind, path in samples.items():
        layer, records = _read(path)
        assert [record.nth for record in records] == list(range(1, len(records) + 1)), kind
        words = {_word(value, layer) for record in records for value in record.values.values()}
        shapes = [shapely.from_wkb(record.wkb) for record in records]
        assert kind == "dgn" or NAMES[0] in words, kind
        if kind in _TABLES:
            assert layer.shape_from == {"x": "Y (m)", "y": "X (m)"}, kind
            assert shapes[0] == shapely.Point(598765.4, 1188234.56), kind
        else:
            assert shapely.equals_exact(
                shapely.line_merge(shapes[0]), ALLEYS[0], _WHOLE_UNITS if kind == "dgn" else 1e-6
            ), kind
            assert len(records) == (1 if kind == "dxf" else 2), kind
            assert bool(layer.crs) == (kind not in _DRAWN), kind


@pytest.mark.usefixtures("warm")
def test_messy_files_are_read_as_they_are() -> None:
    texts = {}
    for folder in sorted(path for path in MESSY.iterdir() if path.is_dir()):
        layer, records = _read(folder)
        assert (len(records), layer.count, layer.encoding) == (16, 16, None), folder
        texts[folder.name[0]] = records[-1].values["TEN" if "TEN" in records[-1].values else "ten"]
        assert (layer.crs is None) == (folder.name[0] == "b")
    assert texts["c"] == "Phường 16".replace("ườ", "\xad\xea")
    assert texts["d"] == "Ph\xf6\xf4\xf8ng 16"
    assert texts["a"] == texts["h"] == "Phường 16".encode().decode("latin-1")
    assert list_layers(MESSY / "q_ten_tieng_viet", LIMITS)[0].name == "Ranh giới phường Quận 8 (bản cuối)"
    tm3 = find_crs(9210)
    _, records = _read(MESSY / "a_vn2000_shp")
    ward = transform_geometry(shapely.from_wkb(records[0].wkb), tm3, WGS84_LONLAT)
    assert ward.within(shapely.box(106.5, 10.6, 106.8, 10.8))
    _, bad = _read(MESSY / "g_bad_geometries.geojson")
    assert [record.wkb is None for record in bad].count(True) == 1
    assert shapely.from_wkb(bad[7].wkb, on_invalid="ignore") is not None
    layer, wards = _read(MESSY / "o_wkt.csv")
    assert (layer.shape_from, shapely.from_wkb(wards[0].wkb).geom_type) == ({"wkt": "wkt"}, "Polygon")


@pytest.mark.usefixtures("warm")
def test_what_is_dangerous_is_refused_by_name(tmp_path: Path) -> None:
    assert _code(MESSY / "k_truncated.zip") == ("import_broken", None)
    assert _code(MESSY / "m_pointer.vrt") == ("import_pointer_refused", None)
    assert _code(MESSY / "m_zip_slip.zip") == ("import_archive_unsafe", "path")
    bomb = tmp_path / "bomb.zip"
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("phuong.geojson", bytes(30_000_000))
    assert _code(bomb) == ("import_archive_unsafe", "ratio")
    disguised = tmp_path / "phuong.shp"
    disguised.write_bytes((MESSY / "m_pointer.vrt").read_bytes())
    assert _code(disguised) == ("import_pointer_refused", None)


@pytest.mark.usefixtures("warm")
def test_layers_of_several_files_and_drawings_are_told_apart(
    samples: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    with ZipFile(path, "w") as archive:
        for folder in ("2012", "2025"):
            archive.writestr(f"{folder}/phuong.geojson", samples["geojson"].read_bytes())
        archive.write(samples["csv"], "toa_do.csv")
    assert [layer.name for layer in list_layers(path, LIMITS)] == [
        "2012/phuong.geojson",
        "2025/phuong.geojson",
        "toa_do",
    ]
    assert len(list(read_layer(path, "2025/phuong.geojson", LIMITS))) == 2
    for asked, read, count in (("toa_do", "toa_do", 2), (None, "2012/phuong.geojson", 2), ("khác", None, 0)):
        with open_file(path, asked, LIMITS) as opened:
            assert opened.layers == list_layers(path, LIMITS)
            assert (opened.layer and opened.layer.name, len(list(opened.records))) == (read, count)
    (kept := tmp_path / "0f3a").write_bytes(samples["csv"].read_bytes())
    assert [layer.name for layer in list_layers(kept, LIMITS)] == ["du_lieu"]
    drawing = tmp_path / "cu.dxf"
    drawing.write_bytes(
        samples["dxf"].read_bytes().replace(NAMES[0].encode(), "Ph\xad\xeang".encode("latin-1"))
    )
    layers = list_layers(drawing, LIMITS)
    assert [(layer.name, layer.count, layer.encoding) for layer in layers][1] == ("Ph\xad\xeang", 1, None)
    assert [record.values["Layer"] for record in read_layer(drawing, "Ph\xad\xeang", LIMITS)] == [
        "Ph\xad\xeang"
    ]


@pytest.mark.usefixtures("warm")
def test_a_link_in_a_kml_is_not_followed_and_a_package_in_use_is_not_touched(
    samples: dict[str, Path], tmp_path: Path
) -> None:
    link = tmp_path / "a.kml"
    link.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link>'
        f"<href>{samples['kml']}</href></Link></NetworkLink></Document></kml>"
    )
    assert _read(link)[1] == []
    package = tmp_path / "a.gpkg"
    package.write_bytes(samples["gpkg"].read_bytes())
    with closing(sqlite3.connect(package)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    before = (package.read_bytes(), sorted(tmp_path.iterdir()))
    assert len(_read(package)[1]) == 2
    assert (package.read_bytes(), sorted(tmp_path.iterdir())) == before


@pytest.mark.usefixtures("warm")
def test_limits_hold_in_the_middle_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "ring.geojsonl"
    ring = [[106 + nth / 1e6, 10.7] for nth in range(5_000)]
    line = '{"type": "Feature", "properties": {"n": %d}, "geometry": {"type": "LineString", "coordinates": %s}}\n'
    path.write_text("".join(line % (nth, ring if nth == 1 else ring[:2]) for nth in range(5)))
    assert len(_read(path)[1]) == 5
    assert _code(path, Limits(features=4)) == ("import_too_large", "features")
    assert _code(path, Limits(vertices=5_000)) == ("import_too_large", "vertices")
    assert _code(path, Limits(file_bytes=1000)) == ("import_too_large", "file_bytes")
    with pytest.raises(ImportRejected, match="import_no_layer"):
        next(read_layer(path, "không có", LIMITS))
    records = read_layer(path, None, LIMITS)
    assert next(records).nth == 1
    records.close()  # type: ignore[attr-defined] # an iterator that can be closed


def test_lines_of_geojson_are_opened_once_since_that_reads_all_of_them(
    samples: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[Path] = []
    open_one = fiona.open

    def count(path: Path, **how: object) -> fiona.Collection:
        opened.append(path)
        return open_one(path, **how)

    monkeypatch.setattr(fiona, "open", count)
    monkeypatch.delattr(fiona, "listlayers")
    pipe = BytesIO()
    answer(Asked("records", samples["geojsonl"], tmp_path, None, LIMITS), pipe)
    assert len(opened) == 1
    assert pipe.getvalue().endswith(HEAD.pack(b"Z", 4, 0) + b"null")


def test_a_reader_that_hangs_or_lies_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\n1,2\n")

    def starts(*program: str) -> None:
        monkeypatch.setattr(reading, "PROGRAM", (sys.executable, "-c", *program))

    starts("import time; time.sleep(600)")
    assert _code(path, Limits(seconds=0.3)) == ("import_took_too_long", None)
    starts("import os; os.write(1, b'L' + bytes([255] * 8)); os.write(1, b'x' * 1000)")
    assert _code(path) == ("import_broken", None)
    starts("import os; os.write(1, b'Z' + bytes([0, 0, 0, 4, 0, 0, 0, 0]) + b'null')")
    with pytest.raises(ImportRejected, match="import_broken"):
        next(read_layer(path, None, LIMITS))
    starts("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)")
    assert _code(path) == ("import_took_too_long", None)


def test_the_process_itself_knows_nothing_of_ours_and_reads(
    samples: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIABAN_SECRET_KEY", "khong-ai-biet")
    assert len(_read(samples["shp.zip"])[1]) == 2
    assert len(_read(samples["geojsonl"])[1]) == 2
    told = subprocess.run(
        [sys.executable, "-c", _LOOK_AROUND],
        env=reading.ENVIRONMENT,
        cwd=reading.ROOT,
        capture_output=True,
        check=True,
    )
    names, drivers = told.stdout.decode().splitlines()[-2:]
    assert "DIABAN" not in names
    assert set(drivers.split(",")) <= {form.driver for form in FORMS}


def test_names_whose_bytes_are_no_text_are_read(samples: dict[str, Path], tmp_path: Path) -> None:
    named = tmp_path / os.fsdecode(b"H\xcem v\xb5 \xae\xad\xeang")  # "Hẻm và đường" in TCVN3
    named.mkdir()
    for suffix in (".shp", ".shx", ".dbf", ".prj"):
        shutil.copyfile(samples["shp"].with_suffix(suffix), named / f"{named.name}{suffix}")
    for came in (named, named / f"{named.name}.shp"):
        layer, records = _read(came)
        assert layer.name == "HÎm vµ ®\xadêng"
        assert len(records) == len(ALLEYS)
