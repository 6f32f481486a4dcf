"""What is owed by a date, and the reports that answer it.

Rooms, upper first: reports (writing them), receipts (papers received), board (what is owed and what is there), facts
(figures drawn from the register), report_records (reading reports), owners (areas that report, and who may do what
there), templates (of the office), deadlines (what is owed by when), fact_sheet (figures
beside those before), sections (text and sentences on offer), report_steps (states), report_periods (months, quarters,
halves, years).
"""
