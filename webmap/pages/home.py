"""The first page: what there is in the reader's area today."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from geo.text.names import collation_key
from geo.types import local_day
from layers.people import grants
from layers.people.grants import EVERYWHERE, Grant
from layers.places.states import STATES
from layers.store import features, scope
from layers.store.query import Feature, FeaturePage, FeatureQuery
from webmap.http import auth
from webmap.http.i18n import t
from webmap.maps.symbols import SYMBOLS

blueprint = Blueprint("home", __name__)

LONGEST_LIST = 200
_NOTHING = FeaturePage((), None)


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """Show the places that the reader may see, as they are today."""
    database = auth.database()
    today = local_day(database.clock())
    with database.read() as connection:
        held = grants.list_grants(connection, auth.account())
        actions = scope.allowed_actions(connection, auth.actor())
        query = FeatureQuery(on=today, limit=LONGEST_LIST)
        may_read = "hotspot.read" in actions
        page = features.get_page(connection, auth.actor(), "hotspots", query) if may_read else _NOTHING
    places = sorted(page.features, key=lambda place: collation_key(str(place.properties["name"])))
    return render_template(
        "home/show.html",
        title=_title(held, today, len(places), is_cut=page.next_after is not None),
        places=[_row(place) for place in places],
        counts=_count(places),
        symbols=SYMBOLS,
        may_read=may_read,
        is_cut=page.next_after is not None,
    )


def _title(held: Iterable[Grant], today: date, n: int, *, is_cut: bool) -> str:
    reading = [grant for grant in held if grant.role in scope.ACTIONS["hotspot.read"]]
    areas = [t("home.everywhere") if grant.area == EVERYWHERE else grant.area_name for grant in reading]
    area = ", ".join(dict.fromkeys(areas)) or t("home.no_area")
    return t("home.summary_more" if is_cut else "home.summary", area=area, day=today, n=n)


def _count(places: Iterable[Feature]) -> list[tuple[str, int]]:
    counted = Counter(str(place.properties["status"]) for place in places)
    return [(code, counted[code]) for code in STATES if counted[code]]


def _row(place: Feature) -> dict[str, object]:
    told = place.properties
    wards = told["wards"]
    since = told["status_since"]
    return {
        "code": told["code"],
        "name": told["name"],
        "status": told["status"],
        "since": since if isinstance(since, date) and since != date.min else None,
        "wards": [ward["name"] for ward in wards] if isinstance(wards, list) else [],
    }
