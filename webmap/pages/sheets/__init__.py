"""What people keep of maps, share and print.

Rooms, upper first: saved_maps (the list, saving, sharing), links (short addresses that end), snapshots (choosing a
sheet, seeing it, taking it), pack (asking for all that a meeting needs), present (a screen that all in a room can
read), ward_map (its map of a ward), codes (the map that the code of a sheet opens again), snapshot_figure (the figure
that it opens again), snapshot_sheets (a sheet of what is known now), snapshot_forms, snapshot_asked (the address of a
sheet), map_forms (the forms of the other pages).
"""
