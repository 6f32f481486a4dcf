"""Files in and out: imports with what the doctor found, exports, and the register in QGIS.

Rooms:
imports (the list, and the door through which files come in), import_batch (what was found in one of them, and what
is done with it), import_findings, import_told, import_report (the same in words, and as a workbook), import_preview
(its map), import_table (its rows, where there is nothing to draw), import_work (having files examined),
import_forms, import_files (keeping what was sent); qgis (the register in QGIS); exports (what is taken out),
export_forms.
"""
