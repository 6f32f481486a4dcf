"""Pages of planning: what is due, the calendar, the plan of a day.

Rooms: none yet.
"""
