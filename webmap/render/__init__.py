"""What draws a scene.

Rooms: assets (files of the page, as URLs or inside it), folium_map (the live page and the file that needs no network).
"""
