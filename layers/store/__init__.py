"""How things are stored.

Rooms: columns (column types), schema (all tables, from the wing tables), spatial (spatial and JSON SQL), gpkg_file (a
valid GeoPackage), database (reading and writing), blobs (files beside it), wording (free text, checked), audit (who
changed what, as a chain), changes (differences that people can read), merging (two changes of one record), log (what
the audit says), periods (when a row held and was known), identifiers (public ids of boundaries), scope (who sees what),
query (what may be asked), catalog (published collections), features (a page or an item of any of them). Beside them:
migrations, run by the database room.
"""
