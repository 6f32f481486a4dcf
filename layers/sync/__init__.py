"""What devices record without signal, and what they take along.

Rooms: none yet.
"""
