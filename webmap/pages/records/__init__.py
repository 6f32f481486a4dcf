"""Pages of the register of documents.

Rooms: documents.
"""
