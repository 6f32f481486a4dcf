"""When places are due.

Rooms: rule_records (keeping rules of a span and an area), peaks (periods with more visits), frequencies (intervals of
their own, and the rule of all), quotas (visits wanted a month), quota_spans (what plans ask for of each place),
progress_figures (wanted, made and missing), progress (reading them), supervision_plans (the plans of wards), wards_due
(in which wards visits are due).
"""
