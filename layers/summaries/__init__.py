"""Figures that officials ask for: each is one SQL, inside the reader's scope, as of a date and as known at a time.

* ``questions``: what is asked, what a figure is called, and the condition on the places that it is about.
* ``rows``: the areas that make up a table, on any set of boundaries.
* ``standing``: places by state, by kind and by topic, by area and in total.
* ``changes``: what entered and left each state since a date.
* ``trends``: states over many dates, and what entered them month by month.
* ``breaks``: days on which criteria or boundaries changed, so that a trend is not read across them.
* ``duties``: visits against plans, visits due, recommendations, ends of terms, suspected relapses.
* ``lists``: the places behind a figure.
* ``restating``: counts of old units on new boundaries, as exact figures or ranges: values in, values out.
* ``upkeep``: whether what figures are counted from is what the register says.
* ``restated``: counts of a month on any set of boundaries, small ones hidden.
"""
