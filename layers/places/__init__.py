"""The places under supervision.

Rooms: references (naming a place), drafts (what a place is like, checked), versions (what it was like over time),
nearby (open places near a geometry), hotspots (opening and revising), lineage (closing, restoring, merging, splitting),
surroundings (what lies around a drawing, and what it snaps to), reach (what of it lies outside the actor's areas).
"""
