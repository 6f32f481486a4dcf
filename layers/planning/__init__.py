"""Who goes where when.

Rooms: none yet.
"""
