"""Pages of visits and of what follows from them.

Rooms: visits (the list, one, a new one), visit_changes (correct, move, cancel), visit_slips (blank forms on paper),
visit_forms, images (pictures), recommendations (the ledger), recommendation_draft (new and edit), recommendation_forms
(their form), recommendation_sheet (the page of one and its steps).
"""
