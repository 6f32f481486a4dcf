"""The areas that places lie in.

* ``boundaries``: areas as of a date.
* ``memberships``: which areas hold a place.
* ``clusters``: wards that are guided together, year by year.
* ``vintages``: publishing a set of boundaries.
* ``reach``: over which land an actor may publish.
* ``vintage_drafts``: sets that are being prepared.
* ``draft_edits``: areas of a draft drawn, merged, cut, removed.
* ``vintage_checks``: what is wrong with a draft, and whom it moves.
* ``successions``: which area becomes which, proposed from geometry and decided by people.
* ``publication``: a draft comes into force.
"""
