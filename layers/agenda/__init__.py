"""What stands in the calendar.

Rooms: calendar_items (what an entry tells), calendar_marks (what is no visit), calendar (a month or a week), feeds
(what calendar programs get).
"""
