"""Ways about as this register knows them.

* ``ways``: the choice: straight lines past water, roads from a file, a router.
* ``crossings``: adds, corrects and removes water and crossings.
* ``effects``: what a crossing is good for.
* ``straight``: straight lines past the register's water, over its crossings.
* ``landmarks``: what the register says of water and crossings, now and before.
* ``roads``: ways by the roads of a file, read once and kept.
* ``osm_file``: reads an OpenStreetMap extract.
* ``routers``: ways by a router over HTTP.
* ``router_dialects``: how OSRM and Valhalla are asked, and how they answer.
"""
