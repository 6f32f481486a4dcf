"""The areas that places lie in.

Rooms: boundaries (areas as of a date), vintages (publishing a set of boundaries), memberships (which areas hold a
place).
"""
