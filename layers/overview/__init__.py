"""What is read of everything together, and what a new database holds.

Rooms: card (all about one place), timeline (everything that happened to it), evidence (what is missing for its next
step), history (who changed it), named_rows (what those changes refer to), parts (of which places a map is told),
chronicle (all that the map replays), points (the same of places that it does not name), finder (search), defaults (the
lists of a new database), quan8 (the wards of Quận 8 and its four places).
"""
