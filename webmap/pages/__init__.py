"""What people read: the only rooms besides webmap/api with URL routes.

Wings: overview (today, map, lists, search, card, history), places (drawing, editing, status), supervision (visits,
pictures, recommendations), records (documents), admin (accounts, lists, one's own account).
"""
