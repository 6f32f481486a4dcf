"""The closed list of formats that are read, and which of GDAL's drivers may open each."""

from dataclasses import dataclass
from typing import Literal

Engine = Literal["records", "windows", "tables"]
"""Record by record with fiona; by windows with pyogrio; a table whose header is looked for."""


@dataclass(frozen=True, slots=True)
class Form:
    """A format that is read.

    Parameters
    ----------
    suffix
        What a file of this format is called while it is read: some of GDAL's drivers want to see it.
    driver
        GDAL's name of the only driver that may open it.
    encoding
        ``"utf-8"`` where the format leaves no doubt of it.
    split_by
        In drawings: the field whose values are the layers.
    """

    suffix: str
    driver: str
    engine: Engine
    encoding: str | None = "utf-8"
    split_by: str | None = None


SHAPEFILE = Form(".shp", "ESRI Shapefile", "windows", None)
TAB = Form(".tab", "MapInfo File", "windows", None)
MIF = Form(".mif", "MapInfo File", "windows", None)
GEOPACKAGE = Form(".gpkg", "GPKG", "windows")
FLATGEOBUF = Form(".fgb", "FlatGeobuf", "windows")
FILE_GEODATABASE = Form(".gdb", "OpenFileGDB", "windows")
KML = Form(".kml", "LIBKML", "windows")
XLSX = Form(".xlsx", "XLSX", "tables")
GEOJSON = Form(".geojson", "GeoJSON", "records")
GEOJSON_LINES = Form(".geojsonl", "GeoJSONSeq", "records")
GPX = Form(".gpx", "GPX", "records")
DXF = Form(".dxf", "DXF", "records", None, "Layer")
DGN = Form(".dgn", "DGN", "records", None, "Level")
TEXT_TABLE = Form(".csv", "CSV", "tables", None)

FORMS = (
    SHAPEFILE, TAB, MIF, GEOPACKAGE, FLATGEOBUF, FILE_GEODATABASE, KML, XLSX, GEOJSON, GEOJSON_LINES, GPX, DXF, DGN,
    TEXT_TABLE,
)  # fmt: skip

MAIN_SUFFIXES = frozenset({*(form.suffix for form in FORMS), ".json", ".geojsons", ".ndjson", ".tsv", ".kmz"})
"""Names worth a look inside an archive; what a file really is, its content says."""

SIDE_SUFFIXES = frozenset({".shx", ".dbf", ".prj", ".cpg", ".dat", ".map", ".id", ".ind", ".mid"})
"""What belongs to a shapefile or a MapInfo table of the same name."""

GEODATABASE_SUFFIXES = frozenset(
    {".gdbtable", ".gdbtablx", ".gdbindexes", ".atx", ".spx", ".freelist", ".horizon"}
)
"""What a file geodatabase is made of, beside two files named ``gdb`` and ``timestamps``."""

NEVER_LOADED = (
    "ADBC", "AIVector", "AmigoCloud", "Arrow", "AVCBin", "AVCE00", "CAD", "Carto", "CSV", "CSW", "EDIGEO",
    "EEDA", "Elasticsearch", "ESRIJSON", "GDALG", "Geoconcept", "GeoRSS", "GML", "GPSBabel", "GTFS", "GTI",
    "HTTP", "Idrisi", "JML", "JSONFG", "KML", "LVBAG", "MapML", "MBTiles", "MEM", "Memory", "MiraMonVector",
    "MSSQLSpatial", "MVT", "MySQL", "netCDF", "NGW", "OAPIF", "OAPIF_C", "ODS", "OGCAPI", "OGR_GMT",
    "OGR_PDS", "OGR_VRT", "OSM", "Parquet", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PGeo", "PLSCENES", "PMTiles",
    "PostgreSQL", "S57", "Selafin", "SQLite", "SVG", "SXF", "TIGER", "TopoJSON", "UK .NTF", "VDV", "VFK",
    "VICAR", "VRT", "WAsP", "WFS",
)  # fmt: skip
"""Every other vector driver of GDAL: pointers to other files, services of the network, databases, foreign formats."""
