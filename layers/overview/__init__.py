"""What is read of everything together, and what a new database holds.

Rooms: card (all about one place), timeline (everything that happened to it), evidence (what is missing for its next
step), history (who changed it), chronicle (all that the map replays), finder (search), defaults (the lists of a new
database), demo (Quận 8 and its four places).
"""
