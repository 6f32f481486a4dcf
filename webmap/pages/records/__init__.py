"""Pages of the register of documents.

Rooms: documents, citing (the part of a form that names a document).
"""
