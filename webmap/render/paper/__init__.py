"""What is set in type and printed.

Rooms: typesetting (a template of the folder sheets and its data become a file), fonts (the type), label_places (where
words stand), map_svg (marks as SVG), svg_file (an SVG that stands alone), strip_frame (a piece of the ground and its
scale).

What maps are made of: map_furniture (scale bar, north, grid), map_labels (names and leaders), status_marks (how a
status looks), place_badges (what supervision asks of a place), map_ground (water, wards, ways), map_places (hotspots),
map_figure (figures by area), map_islands (Hoàng Sa and Trường Sa), strip_map (the map of a day), sheet_map (the map of
a sheet), locator (where it lies).

Sheets: run_sheet (the day of a team), visit_slip (blank forms), report_sheet (periodic reports), map_sheet (printed
maps), made of sheet_frame, sheet_layout, sheet_legend and sheet_words; map_picture (a map alone),
pack_sheet (meeting packs).
"""
