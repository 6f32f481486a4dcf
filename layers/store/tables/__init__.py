"""The tables, by subject; `layers.store.schema` names them all.

* ``standard_columns``: the metadata, and the kinds of columns that come again and again.
* ``people``: accounts, grants, tokens.
* ``records``: documents and their files, bodies, audit, counters.
* ``boundaries``: areas over time, landmarks.
* ``hotspots``: places and their status.
* ``visits``: check lists, visits, pictures.
* ``recommendations``: what was asked of whom, and what came of it.
"""
