"""What comes in from devices that were without a network, and what they take along.

Rooms, upper first: ``receiving`` (answers entries, one transaction each), ``uploads`` (pictures, piece by piece),
``visit_entries``, ``place_entries`` and ``count_entries`` (store what an entry of each kind says), ``area_packages``
(what a device takes along), ``answers`` (what each entry was answered, receipts), ``received``
(what came of an account lately), ``devices``, ``entries`` (an entry as
it was sent), ``bodies`` (reads JSON field by field), ``clocks`` (a wrong clock set right), ``digests`` (what a body's
digest is taken of), ``parts`` (bytes that have not all come).
"""
