"""What is stored: tables, SQL, import and export. No Flask, no folium, no HTML.

Rooms: errors (what storage and the rules of the register refuse), actor (who asks).
Wings: store (tables and SQL), people (accounts and rights), work (long work that was asked for), sheets (saved
maps, snapshots, links), areas (boundaries over time), records (documents), conversion (status), places (the
register), programme (counts), supervision (visits and recommendations), travel (ways about), planning (when places
are due), outings (who goes where on a day), agenda (the calendar), sync (what devices record without signal),
summaries (the figures that officials ask for), reporting (what is owed, and periodic reports), overview (what is
read of all together), files (reading what people bring), imports (what of it becomes the register's), exports (the
register as files), demo (an invented history to look at), data (default figures and lists).
"""
