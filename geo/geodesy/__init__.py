"""Where on the Earth, how long, how large.

* ``crs``: every CRS that is accepted, the pinned operation between VN-2000 and WGS 84.
* ``fitting``: the CRS of a file, found from where its places must lie.
* ``sources``: the systems that files come in, and how their definitions are read.
* ``known_ground``: what files are held against.
* ``measure``: geodesic lengths, areas and distances.
"""
