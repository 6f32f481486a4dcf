"""What people read: the only rooms besides webmap/api with URL routes.

Wings: overview (today, map, lists, search, card, history), places (drawing, editing, status), supervision (visits,
pictures, recommendations), programme (counts by month), planning (what is due, the calendar), outings (the plan of a
day), dashboard (where an area stands), field (without signal), reports (what is owed, and periodic reports), records
(documents), sheets (saved maps, snapshots, links), files (imports, exports, QGIS), work (long work), admin (accounts,
lists, one's own account).
"""
