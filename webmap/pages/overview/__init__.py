"""Pages that show what there is.

Rooms: home (today), map, map_tiles (its places, where there are many), hotspots (the list and the card), search,
history (who changed what), conflicts (changes that came too late), change_words (a change in words).
"""
