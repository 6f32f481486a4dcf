"""Pages of what is due, and the calendar.

Rooms of what is due: supervision_plans (planned against done), supervision_tables (the same for spreadsheets),
supervision_edit (making and changing a plan), peaks (peak periods), frequencies (intervals between visits), rule_forms
(the forms of both).

Rooms of the calendar: calendar_days (months and weeks), calendar_words (what is said of things in it), calendar (its
page and the moves that the page sends), feeds (addresses of calendars).
"""
