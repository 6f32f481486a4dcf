"""What draws a scene, and writes what is taken along.

Rooms: assets (files of the page, as URLs or inside it), icons (of the application on a phone), folium_map (the live
page and the file that needs no network), icalendar_file (calendars), spreadsheet (tables), ground (what lies under
maps made of data), plan_papers (what files of a day plan tell), day_words (times and lengths in words), plan_words
(all of it in words), plan_files (which there are), tracks (GPX, KML), plan_features (GeoJSON), plan_calendar (ICS).

overview_figures are the figures by area, pack_words says a meeting pack, text_table holds tables of words.

What a printed map is given as is listed by sheet_files; the data behind it are written by sheet_data and
geopackage_file; choropleth draws figures by area for pages. What reports say is put in words by report_words;
report_files tells which files there are of one.

maplibre_style is the look of the map for vector tiles.

Files for other programs look like our map by qgis_styles, and get their words from export_words.

qgis_layers are layers that QGIS adds by itself, qgis_project is a whole project of them.

Wings: paper (what is printed), office (Word, PowerPoint and Excel).
"""
