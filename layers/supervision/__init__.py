"""Who looks after places: visits, and what is asked of whom after them.

Rooms: bodies (who joins visits and is asked), checklists (the facts that a visit looks at), visit_drafts (what is
recorded of a visit), visits (recording them), visit_records (reading them), last_visits (the last
one of many places), intervals
(the rule of the next visit), due (when a place is to be visited),
photos (making a photo fit to be kept), images (pictures of visits), workdays (counting working days),
recommendation_steps (their states), recommendations (recording them), ledger (reading them).
"""
