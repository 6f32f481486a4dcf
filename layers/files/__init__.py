"""Reads the files that people bring, in a process of its own.

Rooms: reading (the parent's side), reading_child (the process), reading_records (with fiona), reading_windows (with
pyogrio), reading_tables (text and workbooks), sheets (what columns mean), workplace (laying out what came),
archives (zip), sniffing (what a file is), frames (the answer on its way), drivers, limits, sources (its values);
packing (several files as one); public_sources (fetched from where they are published).
"""
