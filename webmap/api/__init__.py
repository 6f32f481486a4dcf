"""What programs read: the only rooms besides webmap/pages with URL routes.

Rooms: features (OGC API - Features), openapi (its description), health (is the service alive).
"""
