"""How a place goes from complicated to converted, and back.

Rooms: states (the state table), spans (events as spans), grounds (what speaks for a change of status), status
(recording events).
"""
