"""Geometries as bytes and text.

* ``gpkg``: the geometry blob of GeoPackage.
* ``geojson``: RFC 7946 geometries, written compactly, read with every check.
* ``wkb``: well-known binary from coordinates that nobody has checked yet.
* ``columns``: compact columns of the map feed: whole numbers and geometries as text.
* ``polyline``: the lines that routers answer with.
* ``tiles``: which map tile lies where.
* ``mvt``: Mapbox Vector Tiles.
"""
