"""What a file is, its content says: names lie, pointers are refused."""

from pathlib import Path

import pytest

from layers.errors import ImportRejected
from layers.files.sniffing import sniff

READ = {
    "GeoJSON": b'{"type": "FeatureCollection", "features": []}',
    "GeoJSONSeq": b'{"type": "Feature", "geometry": null}\n{"type": "Feature", "geometry": null}\n',
    "LIBKML": b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <vrt> -->\n<kml:kml xmlns:kml="http://www.opengis.net/kml/2.2"/>',
    "GPX": b'<gpx version="1.1"/>',
    "DXF": b"999\r\nAutoCAD\r\n  0\r\nSECTION\r\n",
    "MapInfo File": b'Version 300\nCharset "Neutral"\nDelimiter ","\nColumns 1\n  ten Char(80)\nData\n',
    "FlatGeobuf": b"fgb\x03fgb\x00",
    "GPKG": b"SQLite format 3\x00" + bytes(52) + b"GPKG",
    "DGN": b"\x08\x09\xfe\x02",
    "CSV": "tên;X;Y\nHẻm 1;1188234,5;598765,4\n".encode("cp1258", "replace"),
}
REFUSED = {
    "DWG": b"AC1027\x00",
    "SQLite": b"SQLite format 3\x00" + bytes(100),
    "TopoJSON": b'{"type": "Topology"}',
    "XML (gml)": b"<gml:gml/>",
    "OLE": b"\xd0\xcf\x11\xe0\xa1\xb1",
    "PDF": b"%PDF-1.7",
    "unknown": b"\x00\x01\x02",
}
POINTERS = (
    b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>",
    b'<?xml version="1.0"?><OGRWFSDataSource/>',
    b'<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>',
    b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read http://a"}',
    b'!table\n!version 300\nDefinition Table\n Type LINKED Charset "Neutral"\n',
    b'!table\n!version 300\nDefinition Table\n File "..\\..\\a.dbf"\n Type DBF Charset "Neutral"\n',
    b'!table\nbegin_metadata\n"\\IsSeamless" = "TRUE"\n',
)


@pytest.mark.parametrize("name", ["phuong.shp", "phuong"])
def test_each_format_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    for driver, content in READ.items():
        (tmp_path / name).write_bytes(content)
        form = sniff(tmp_path / name)
        assert form is not None
        assert form.driver == driver


def test_what_is_not_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "phuong.geojson"
    for driver, content in REFUSED.items():
        path.write_bytes(content)
        with pytest.raises(ImportRejected, match="import_driver_refused") as caught:
            sniff(path)
        assert caught.value.facts == {"driver": driver}
    for content in POINTERS:
        path.write_bytes(content)
        with pytest.raises(ImportRejected, match="import_pointer_refused"):
            sniff(path)
