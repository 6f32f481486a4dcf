"""Gives the register away as files.

Rooms: exports (which forms there are), export_gdal (GeoPackage, shapefile, MapInfo, FlatGeobuf), export_marks
(GeoJSON, KML, GPX), export_tables (CSV, Excel), export_drawing (DXF), export_order (what is asked), export_layers,
export_rows and export_records (what can be exported), export_spool (rows on their way), cells (what spreadsheets
may be given).
"""
