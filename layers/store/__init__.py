"""How things are stored.

Rooms: columns (column types), schema (all tables, from the wing tables), spatial (spatial and JSON SQL), conditions
(what a filter says), comparisons (what filters compare, on either database), gpkg_file (a valid GeoPackage),
outside_edits (what other programs changed in it), file_watch (whether anybody changed it), database (reading and
writing), blobs (files beside it), wording (free text, checked), audit (who changed what, as a chain), changes
(differences that people can read), merging (two changes of one record), log (what the audit says), periods (when a row
held and was known), identifiers (public ids of boundaries), scope (who sees what), query (what may be asked), catalog
(published collections), queryables (their columns that filters may ask for), filters (filters as SQL), visited (visits
joined with their places), ward_rows (wards of a place), visit_features (visits as features), features (a page or an
item of any collection), tiles (map tiles of any of them). Beside them: migrations, run by the database room.
"""
