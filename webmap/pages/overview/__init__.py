"""Pages that show what there is.

Rooms: home (today), map, hotspots (the list and the card), search, history (who changed what), conflicts (changes that
came too late), change_words (a change in words).
"""
