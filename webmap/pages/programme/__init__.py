"""Pages about what is counted and owed month by month.

Rooms: counts (the counts of a unit in a month), count_form (what its form asks, and what was typed).
"""
