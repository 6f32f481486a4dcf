"""What is stored: tables, SQL, import and export. No Flask, no folium, no HTML.

Rooms: errors (what storage and the rules of the register refuse), actor (who asks).
Wings: store (tables and SQL), people (accounts and rights), places (the register), data (default figures).
"""
