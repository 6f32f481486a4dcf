"""Whether geometries are sound, how areas lie to each other.

* ``validity``: explain, repair, and the least extent of a hotspot.
* ``topology``: faults of a coverage, membership, place for a label.
* ``misfits``: areas of a nation that do not fit their neighbours, counted.
* ``union``: the land of areas together.
* ``nesting``: units and the smaller areas they are made of.
* ``cutting``: an area becomes two along a line.
* ``crosswalk``: share of each old area in each new one.
* ``apportion``: whole numbers divided by shares.
* ``reshape``: an area drawn anew, its neighbours following.
* ``classify``: few classes of figures, by natural breaks.
* ``snap``: the vertices of a drawing onto lines that are near.
* ``mending``: gaps and overlaps of a coverage, proposed and mended.
* ``simplify``: fewer vertices, neighbours still fitting.
"""
