"""Pages about accounts, lists and boundaries.

Rooms: account (signing in and out, password, tokens), admin (all accounts and their grants), lists (bodies and check
lists), list_conflicts (two people's changes of one), view_as (what another grant sees), devices (what carries the
register along), clusters (wards that are guided together in a year), boundaries (sets of boundaries and their
publication), boundary_areas (drawing them), boundary_repairs (faults mended, borders simplified, steps undone),
boundary_successions (what became what),
boundary_crosswalk (which share of an area went where), boundary_forms (what these ask), boundary_stage (what they
show), boundary_view (which areas of many), crossings (water and the bridges over it), crossing_form (what they ask),
crossing_stage (what they show).
"""
