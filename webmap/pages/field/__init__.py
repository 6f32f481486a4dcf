"""Pages that work in an alley without signal.

Rooms: field (the page, its worker, manifest and icons), kept_files (what a phone keeps of them,
and under which version).
"""
