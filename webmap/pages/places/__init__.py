"""Pages by which places are recorded.

Rooms: places (new, edit, close, restore), place_form (their form), place_conflict (two people's edits), lineage (merge
and split), drawing (the live check), status (conversion), status_form (its form).
"""
