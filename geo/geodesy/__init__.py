"""Where on the Earth, how long, how large.

* ``crs``: every CRS that is accepted, the pinned operation between VN-2000 and WGS 84.
* ``measure``: geodesic lengths, areas and distances.
"""
