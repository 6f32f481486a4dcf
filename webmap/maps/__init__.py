"""What a map is, before anything draws it.

Rooms: spec (the one map definition), symbols (how a status looks), looks (how layers look in other programs), columns
(how the feed writes days and values), feed (the data, packed), tiled (the same in tiles), asked (what supervision
asks of a place), shown (what a map shows of its feed, for paper), scene (data with legend), sheet (what a printed map
is), pinned (a map at one moment), counted (of what a figure counts), archipelagos (Hoàng Sa and Trường Sa),
place_links (a place in the map of a phone or on the web).
"""
