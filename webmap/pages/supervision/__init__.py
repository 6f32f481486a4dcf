"""Pages of visits and of what follows from them.

Rooms: visits, visit_forms, images (pictures), recommendations (the ledger), recommendation_draft (new and edit),
recommendation_sheet (the page of one and its steps).
"""
