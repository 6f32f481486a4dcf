"""Who goes where on a day.

Rooms: day_shapes (what a day plan is made of), wishes (what is asked of a day), priorities (what a visit is worth),
candidates (what may be visited), timetables (the clock of an order), assignment (which team goes where), day_rows
(columns and values), day_questions (the SQL of plans), day_records (reading plans), day_writing (storing them),
day_visits (the visits that a confirmed plan plans), day_edits (a plan changed in hand), day_opening (from one version
to the next), day_changes (changes that are kept), replanning (the rest planned anew), day_plans (from a wish to a
plan).
"""
