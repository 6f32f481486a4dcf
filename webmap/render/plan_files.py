"""Lists the files that a day plan can be taken along as: what writes each, and what it is called."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from layers.outings.day_shapes import DayPlan
from webmap.render.icalendar_file import MIMETYPE as ICALENDAR
from webmap.render.paper.run_sheet import SheetWish, make_run_sheet
from webmap.render.paper.typesetting import PDF
from webmap.render.plan_calendar import write_ics
from webmap.render.plan_features import write_geojson
from webmap.render.plan_papers import Papers
from webmap.render.tracks import write_gpx, write_kml
from webmap.texts import Translator


class PlanFile(NamedTuple):
    """A kind of file: its media type, and what writes one."""

    mimetype: str
    write: Callable[[Papers, Translator], bytes]


PLAN_FILES: Final[Mapping[str, PlanFile]] = {
    "pdf": PlanFile(PDF, lambda papers, translator: make_run_sheet(papers, translator, SheetWish())),
    "gpx": PlanFile("application/gpx+xml", write_gpx),
    "kml": PlanFile("application/vnd.google-earth.kml+xml", write_kml),
    "geojson": PlanFile("application/geo+json", write_geojson),
    "ics": PlanFile(ICALENDAR, write_ics),
}
"""By the suffix of the file's name."""


def file_name(plan: DayPlan, suffix: str) -> str:
    """Return the name of a file of a plan: ASCII, for every system, and sorted by day."""
    return f"{plan.plan_on.isoformat()}-{plan.code}.{suffix}"
