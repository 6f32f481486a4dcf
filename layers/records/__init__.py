"""The documents that everything is founded on.

Rooms: documents (the register), document_files (their files), scans (making a file fit to be kept).
"""
