"""What is shown: HTTP, pages, maps and files. No SQL.

Rooms: factory (create_app), config (every setting), cli (the command line), plan_command, report_command,
snapshot_command and worker_command (a plan, a report, a map and long work from there), texts (the words), errors.
Wings: http (what every request passes through), pages and api (the only rooms with routes), jobs (long work), maps
(what a map is), render (what draws it).
"""
