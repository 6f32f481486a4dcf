"""The places under supervision and the areas they lie in.

Rooms: references (naming a place), boundaries (areas as of a date), vintages (publishing a set of boundaries),
memberships (which areas hold a place), documents, hotspots (the register), states (the state table), spans (events as
spans), status (recording events), card (all about one place), chronicle (all that the map replays), demo (Quận 8 and
its four places).
"""
