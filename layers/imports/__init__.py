"""What was read becomes the register's, after a person has looked at it.

Rooms: import_layers (what rows can become), field_mapping (which column is which field), row_reading (a record as a
row), shape_reading (its shape), source_names (what its layers and columns are called), column_conventions (its days
and numbers), file_findings (encodings, coordinates), staged_rows (rows on their way), first_places (rows that are the
same), diagnosis and diagnosis_report (the file doctor), landing_terms, landings and landing_boundaries, upper_areas
(districts and provinces of communes), unit_words (what their names begin with), landing_crossings, landing_documents,
landing_hotspots, landing_visits (how rows are written), built_upon (what cannot be taken back), batches, batch_records,
batch_rows (staged, confirmed, undone); taking_up (what other programs changed in the file of the register).
"""
