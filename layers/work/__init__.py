"""Long work that was asked for: how it stands, and what came of it.

Rooms, upper first: ``asking`` (what accounts do with their own work: ask, cancel, ask again, delete), ``doing`` (what a
worker does: begin, finish, fail, give back, erase), ``job_records`` (reading it).
"""
