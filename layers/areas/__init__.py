"""The areas that places lie in.

* ``boundaries``: areas as of a date.
* ``memberships``: which areas hold a place.
* ``clusters``: wards that are guided together, year by year.
* ``crosswalks``: which share of the land and people of an area is in which area of another day.
* ``vintages``: publishing a set of boundaries.
* ``shares``: how much land areas of two sets have in common.
* ``later_sets``: what comes after a set that lies before others.
* ``reach``: over which land an actor may publish.
* ``vintage_drafts``: sets that are being prepared.
* ``draft_steps``: what the areas of a draft were before each step.
* ``draft_rows``: the rows of areas of a draft.
* ``draft_units``: districts and provinces in step with what they are made of.
* ``draft_edits``: areas of a draft drawn, merged, cut, removed.
* ``draft_repairs``: what mending its faults, or simplifying its borders, would make of it.
* ``draft_undo``: the last step taken back.
* ``moved_places``: whom a draft moves.
* ``vintage_checks``: what is wrong with a draft.
* ``successions``: which area becomes which, proposed from geometry and decided by people.
* ``publication``: a draft comes into force.
"""
