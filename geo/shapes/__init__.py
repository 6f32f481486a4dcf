"""Whether geometries are sound, how areas lie to each other.

* ``validity``: explain, repair, and the least extent of a hotspot.
* ``topology``: faults of a coverage, membership, place for a label.
* ``cutting``: an area becomes two along a line.
* ``crosswalk``: share of each old area in each new one.
* ``reshape``: an area drawn anew, its neighbours following.
* ``classify``: few classes of figures, by natural breaks.
* ``snap``: the vertices of a drawing onto lines that are near.
"""
