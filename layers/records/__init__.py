"""The documents that everything is founded on.

Rooms: documents (the register), corrections (of what it says), document_files (their files), scans (making a file fit
to be kept).
"""
