"""What programs read: the only rooms besides webmap/pages with URL routes.

Rooms: features (OGC API - Features), editing and visit_editing (its part 4: programs change places and visits),
place_bodies and visit_bodies (the features that they send), sent_features (pieces of both), exchange (what such
requests bring along, and answers to them), queryables (what its filters ask for), conformance (the requirement
classes met), tiles (OGC API - Tiles), styles (how maps draw them),
sync (what devices ask that work without a network), openapi (the description of both), health (is the service alive);
editing_schema, sync_schema, tile_schema and schemas (pieces of the description), tile_sets (tile sets in the words of
their standards), tile_pages (what their pages show besides), fields (what the properties of collections hold), extents
(how far a collection reaches), resources (small objects as JSON or as a page), crumbs (the way to a page).
"""
