"""Pages of the plan of a day.

Rooms: plan_words (what stands in one, in words), plan_form (what is asked of a day), plan_told (lists and map of one),
plan_page (the page of one), plan_new (the page that makes one), plan_team (one team of one), plan_stop (one stop of
one), plan_answers (what a change is answered with), plan_changes (what its page sends), plan_rest (the rest planned
anew), plans (their list), plan_files (what is taken along).
"""
