"""Long work that the reader asked for.

Rooms: downloads (the list of files and how far each is; cancel, ask again, fetch, delete).
"""
