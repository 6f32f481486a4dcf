"""Pages of the register of documents.

Rooms: documents, document_corrections (of what is said of one), citing (the part of a form that names a document).
"""
