"""One small valid file of every format that is read: two alleys and a point, named in Vietnamese."""

import warnings
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pyogrio
import shapely
from openpyxl import Workbook

ALLEYS = (
    shapely.from_wkt("LINESTRING (106.66 10.74, 106.661 10.741)"),
    shapely.from_wkt("LINESTRING (106.65 10.73, 106.652 10.731)"),
)
NAMES = ("Hẻm 126 Hoài Thanh", "Hẻm 1678 Phạm Thế Hiển")
ROWS = (("ten", "X (m)", "Y (m)"), (NAMES[0], 1188234.56, 598765.4), (NAMES[1], 1187123.4, 597654.3))
"""A table as surveyors write it: X to the north."""

_WRITTEN = {
    "phuong.shp": ("ESRI Shapefile", "ten"),
    "phuong.tab": ("MapInfo File", "ten"),
    "phuong.mif": ("MapInfo File", "ten"),
    "phuong.dxf": ("DXF", "Layer"),
    "phuong.dgn": ("DGN", None),
    "phuong.kml": ("LIBKML", "ten"),
    "phuong.gpkg": ("GPKG", "ten"),
    "phuong.gdb": ("OpenFileGDB", "ten"),
    "phuong.fgb": ("FlatGeobuf", "ten"),
    "phuong.geojson": ("GeoJSON", "ten"),
    "phuong.geojsonl": ("GeoJSONSeq", "ten"),
    "phuong.gpx": ("GPX", "name"),
}
_OPTIONS = {
    "phuong.mif": {"FORMAT": "MIF"},
    "phuong.shp": {"ENCODING": "UTF-8"},
    "phuong.gpx": {"FORCE_GPX_ROUTE": "YES"},
}


def write_samples(folder: Path) -> dict[str, Path]:
    """Write them all; by the name of the format, the file as somebody would hand it in."""
    for name, (driver, field) in _WRITTEN.items():
        _write(folder / name, driver, field, **_OPTIONS.get(name, {}))
    _write_book(folder / "phuong.xlsx")
    (folder / "phuong.csv").write_text("\n".join(";".join(map(str, row)) for row in ROWS), encoding="utf-8")
    samples = {path.suffix[1:]: path for path in folder.iterdir() if path.stem == "phuong"}
    for kind, side in (("shp", "dbf shx prj cpg"), ("tab", "dat map id"), ("mif", "mid")):
        members = [folder / f"phuong.{suffix}" for suffix in (kind, *side.split())]
        samples[f"{kind}.zip"] = zip_up(folder / f"{kind}.zip", *members)
        for suffix in side.split():
            samples.pop(suffix, None)
    samples["gdb.zip"] = zip_up(folder / "gdb.zip", *sorted(samples.pop("gdb").iterdir()))
    samples["kmz"] = zip_up(folder / "phuong.kmz", folder / "phuong.kml")
    return samples


def zip_up(target: Path, *members: Path) -> Path:
    """Put files of one folder into an archive; a geodatabase keeps the name of its folder."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for member in members:
            folder = f"{member.parent.name}/" if member.parent.suffix == ".gdb" else ""
            archive.write(member, f"{folder}{member.name}")
    return target


def _write(path: Path, driver: str, field: str | None, **options: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # drawings have no coordinate reference system
        _write_layer(path, driver, field, **options)


def _write_layer(path: Path, driver: str, field: str | None, **options: str) -> None:
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(np.array(ALLEYS)),
        field_data=[np.array(NAMES, dtype=object)] if field else [],
        fields=[field] if field else [],
        geometry_type="LineString",
        crs=None if driver in ("DXF", "DGN") else "EPSG:4326",
        driver=driver,
        **options,
    )


def _write_book(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tọa độ"
    sheet.append(("BẢNG TỌA ĐỘ",))
    sheet.append(())
    for row in ROWS:
        sheet.append(row)
    book.save(path)
