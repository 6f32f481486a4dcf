"""What people read: the only rooms besides webmap/api with URL routes.

Rooms: account (signing in and out, password, tokens), home (the first page), map, hotspots.
"""
