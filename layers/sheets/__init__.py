"""What people keep of maps. What a map and a sheet are, is decided above: here they are JSON.

Rooms, upper first: ``share_links`` (short addresses that end), ``saved_maps`` and ``snapshots`` (a map as it was at one
moment, and who may open it), ``codes`` (what snapshots are called by), ``sheet_words`` (checks the words of a sheet).
"""
