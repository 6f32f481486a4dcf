"""Figures by unit and period.

Rooms: none yet.
"""
