"""What is counted and owed month by month, unit by unit: counts only, never names.

Rooms, upper first: ``figures`` (counts by unit, month and category, with their corrections), ``categories`` (what is
counted), ``units`` (the areas that are counted, and who counts them).
"""
