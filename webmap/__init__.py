"""What is shown: HTTP, pages, maps and files. No SQL.

Rooms: factory (create_app), config (every setting), cli (the command line), plan_command, report_command,
snapshot_command, worker_command, import_command, export_command, boundaries_command and check_command (a plan, a
report, a map, long work, files in and out, public boundaries, what is wrong, from there), texts (the words), errors.
Wings: http (what every request passes through), pages and api (the only rooms with routes), jobs (long work), maps
(what a map is), render (what draws it).
"""
