"""The table of how rows of each target are written."""

from collections.abc import Mapping
from typing import Final

from layers.imports.landing_boundaries import BOUNDARIES
from layers.imports.landing_crossings import CROSSINGS
from layers.imports.landing_documents import DOCUMENTS
from layers.imports.landing_hotspots import HOTSPOTS
from layers.imports.landing_terms import Landing
from layers.imports.landing_visits import VISITS

LANDINGS: Final[Mapping[str, Landing]] = {
    "hotspots": HOTSPOTS,
    "boundaries": BOUNDARIES,
    "crossings": CROSSINGS,
    "visits": VISITS,
    "documents": DOCUMENTS,
}
"""By `layers.imports.import_layers.Target.id`."""
