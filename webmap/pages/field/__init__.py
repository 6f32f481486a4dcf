"""Pages that work in an alley without signal.

Rooms: none yet.
"""
