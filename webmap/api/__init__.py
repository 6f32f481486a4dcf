"""What programs read: the only rooms besides webmap/pages with URL routes.

Rooms: features (OGC API - Features), sync (what devices ask that work without a network), openapi (the description of
both), health (is the service alive); sync_schema and schemas (pieces of the description).
"""
