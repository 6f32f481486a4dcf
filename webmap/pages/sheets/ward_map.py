"""Draws the places of a ward by their status for a screen: the map of its sheet, without paper."""

from typing import Final

from markupsafe import Markup

from geo.geodesy.crs import find_crs
from layers.store import features
from layers.store.database import Reading
from layers.summaries.questions import Figure, Question
from layers.summaries.rows import Row
from layers.supervision.intervals import Intervals
from webmap.http import auth
from webmap.http.i18n import t
from webmap.http.map_params import Frame
from webmap.maps.counted import read_counted
from webmap.maps.sheet import SheetSpec
from webmap.maps.shown import choose
from webmap.maps.spec import MapSpec
from webmap.pages.overview.map import read_zone
from webmap.render.paper.sheet_frame import frame_sheet
from webmap.render.paper.sheet_map import SheetMap, draw_sheet_map
from webmap.render.paper.strip_frame import Room

_ROOM: Final = Room(132, 110, 110, 6)
"""About five dots of a screen to a millimetre: words are read from the back of a room."""


def draw_ward_map(
    connection: Reading, question: Question, row: Row, rule: Intervals, *, vintage: str | None
) -> Markup | None:
    """Return the map of the places under supervision in a ward.

    Parameters
    ----------
    connection
        A reading transaction.
    question, row, rule
        What is asked, of which ward, and the days between visits.
    vintage
        The boundaries on show, as addresses name them.

    Returns
    -------
    Markup or None
        None where the ward is none of the boundaries on show.
    """
    feed = read_counted(connection, auth.actor(), question, Figure("open", row=row.public_id), rule)
    extent, _ = features.get_extent(connection, auth.actor(), "boundaries")
    whole = Frame.around(row.name, extent)
    spec = MapSpec(row.name, whole.center, whole.zoom, on=question.on, vintage=vintage)
    shown = choose(feed, spec)
    ward = next((area for area in shown.areas if area.id == row.public_id), None)
    if ward is None:
        return None
    frame = frame_sheet(shown, SheetSpec(spec), ward, find_crs(read_zone()), _ROOM)
    letters = (t("map_sheet.east"), t("sheets.north"))
    drawn = draw_sheet_map(SheetMap(shown, frame, focus=ward, grid="none", letters=letters))
    words = t("present.ward_map", area=ward.name, n=len(shown.places))
    return Markup('<div class="present__drawing" role="img" aria-label="{}">{}</div>').format(
        words,
        Markup(drawn.svg),  # noqa: S704 - it writes what it draws as XML
    )
