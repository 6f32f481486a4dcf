"""What a map is, before anything draws it.

Rooms: spec (the one map definition), symbols (how a status looks), feed (the data, packed), scene (data with legend),
place_links (a place in the map of a phone or on the web).
"""
