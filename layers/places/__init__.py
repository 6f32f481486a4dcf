"""The places under supervision and the areas they lie in.

Rooms: boundaries (areas as of a date), vintages (publishing a set of boundaries), documents, hotspots (the register),
status (states, moves, events), chronicle (all that the map replays), demo (Quận 8 and its four hotspots).
"""
