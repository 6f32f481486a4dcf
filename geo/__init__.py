"""Pure geometry, geodesy and text: values in, values out; no database, web, clock or environment.

Rooms and wings, lower first:

* ``errors``: `AppError`, the root of the project's errors, and those of this storey.
* ``types``: small frozen values that every storey shares.
* ``geodesy``: where on the Earth, how long, how large.
* ``shapes``: whether geometries are sound, how areas lie to each other.
* ``formats``: geometries as bytes and text.
* ``text``: Vietnamese names, search, addresses, personal data.
* ``travel``: ways past water, how long they take, and tours over a day's stops.
"""
