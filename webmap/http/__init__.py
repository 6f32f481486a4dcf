"""What every request passes through.

Rooms: i18n (its language), params (its parameters), cql2 (filters, a wing of its own), days (days in texts),
map_params (those of a map), forms (what people fill in), list_params (those of the list of places), coordinates
(positions that people type), respond (bodies, formats, ETags), links (addresses), kept (costly answers, for a while),
tile_places (which tile an address names), unchanged (what was found while nothing changes), repeat (the same answer
again), bodies (answers of the API, kept), today (the day and the visit intervals in force), errors (error class to
status), demo_mark (whether the records are invented), moments (maps pinned to a moment), conflicts (two people's
changes of one thing), security (headers, CSRF, limits), leaving (what a browser keeps when somebody signs out), auth
(who asks), frozen_map (the map as one file), snapshot_files (all files of a map), ways (how the ways of a day are
found).
"""
