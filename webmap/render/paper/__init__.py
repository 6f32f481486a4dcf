"""What is set in type and printed.

Rooms: typesetting (a template of the folder sheets and its data become a PDF), fonts (the type), run_sheet (the day of
a team), visit_slip (blank forms), strip_map (the map of a day) made of strip_frame (its piece of the ground and its
scale), map_ground (water, wards, ways), map_furniture (scale bar, north, grid), label_places (where words stand) and
map_svg (marks as SVG).
"""
