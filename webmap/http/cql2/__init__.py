"""Filters in the words of OGC CQL2 1.0 (21-065r2), as text and as JSON.

Rooms: reading (a request's filter, checked), text (CQL2 text, by ``grammar.lark``), json_form (CQL2 JSON), checks
(what may be compared with what), literals (days, numbers and geometries), faults (what is wrong, and where).
"""
