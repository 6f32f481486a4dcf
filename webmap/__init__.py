"""What is shown: HTTP, pages, maps and files. No SQL.

Rooms: factory (create_app), config (every setting), cli (the command line), plan_command (the plan
of a day from there), texts (the words), errors.
Wings: http (what every request passes through), pages and api (the only rooms with routes), maps (what a map is),
render (what draws it).
"""
