"""Whether geometries are sound, how areas lie to each other.

* ``validity``: explain, repair, and the least extent of a hotspot.
* ``topology``: faults of a coverage, membership, place for a label.
* ``crosswalk``: share of each old area in each new one.
* ``snap``: the vertices of a drawing onto lines that are near.
"""
