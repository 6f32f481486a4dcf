"""What is owed, and periodic reports.

Rooms: board (what is owed and what is there, receipts of papers), reports (one report: text, figures, steps),
report_files (Word, PDF, Excel), report_templates (of the office), all on reading (a report as it is shown).
"""
