"""How things are stored.

Rooms: columns (column types), spatial (spatial SQL), gpkg_file (a valid GeoPackage), schema (all tables),
database (reading and writing), audit, scope (who sees what), query, catalog, features, migrations.
"""
