"""The tables, by subject; `layers.store.schema` names them all.

* ``standard_columns``: the metadata, and the kinds of columns that come again and again.
* ``people``: accounts, grants, tokens.
* ``records``: documents and their files, bodies, audit, counters.
* ``boundaries``: areas over time.
* ``landmarks``: water and the crossings over it.
* ``boundary_drafts``: sets of boundaries that are being prepared.
* ``area_spans``: places by area and state over time, from which figures are counted; derived.
* ``clusters``: ward clusters by year.
* ``hotspots``: places and their status.
* ``visits``: check lists, visits, pictures.
* ``conflicts``: changes that came too late.
* ``day_plans``: the plan of a day: teams, stops, order.
* ``figures``: counts of an area in a month.
* ``sync``: devices, what they sent, and what they were answered.
* ``planning_rules``: peak periods, intervals of their own, supervision plans.
* ``reports``: what is owed and reported, and the templates of the office.
* ``imports``: what was read from files.
* ``jobs``: long work that was asked for.
* ``outside``: what other programs changed in the file.
* ``sheets``: saved maps, snapshots, links that expire.
* ``demo``: the mark of an invented history.
* ``recommendations``: what was asked of whom, and what came of it.
"""
