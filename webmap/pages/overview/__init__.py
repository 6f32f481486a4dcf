"""Pages that show what there is.

Rooms: home (today), map, hotspots (the list and the card), search, history (who changed what), change_words (a change
in words).
"""
