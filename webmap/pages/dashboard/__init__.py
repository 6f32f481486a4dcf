"""Where an area stands: the page that officials open.

Rooms: asked (the question of an address), board (reads all that the page shows), told (words and numbers for charts),
dashboard (the page, and its table as a file), listed (the places behind a figure),
counts (counts of a month on any boundaries).
"""
