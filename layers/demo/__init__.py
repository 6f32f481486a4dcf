"""An invented history, by which screens can be judged full: loaded and removed whole, and marked wherever it is shown.

Rooms: mark (whether it is there, and which rows are its own), deeds (what can happen to an invented place), paths (the
states that places go through), wording (the words), places (where they lie), life (what happens to one place), story
(all of them together), papers (their pictures and scans), rules (peak
periods, intervals and plans), outings (day plans), player (writes the story through the register's own doors),
erasing (takes it out), loading (both from end to end).
"""
