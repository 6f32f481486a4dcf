"""Ways about as this register knows them.

Rooms: none yet.
"""
