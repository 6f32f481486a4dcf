"""What people read: the only rooms besides webmap/api with URL routes.

Wings: overview (today, map, lists, search, card, history), places (drawing, editing, status), supervision (visits,
pictures, recommendations), planning (what is due, the calendar, the plan of a day), field (without signal), records
(documents), admin (accounts, lists, one's own account).
"""
