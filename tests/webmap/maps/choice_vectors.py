"""What maps show of one feed, for the twins in Python and JavaScript: ``python -m tests.webmap.maps.choice_vectors``.

Writes tests/data/map_choice.json, which tests/js/choice_vectors.test.js reads.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import orjson

from geo.types import LonLat
from tests.webmap.maps.made_feed import ON, WARDS, Spot, make_feed, make_spots, shape_of, supervise
from webmap.maps.columns import to_number
from webmap.maps.feed import Feed
from webmap.maps.shown import choose
from webmap.maps.spec import MapSpec

FILE: Final = Path(__file__).parents[2] / "data" / "map_choice.json"

_WHOLE: Final = MapSpec("x", LonLat(106.65, 10.735), 13, on=ON)
_CASES: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"on": date(1990, 1, 1)},
    {"on": date(2020, 1, 1)},
    {"status": ("ON_DINH",)},
    {"status": ("THEO_DOI", "ON_DINH", "NO_SUCH")},
    {"status": ("NO_SUCH",)},
    {"kind": ("alley", "point")},
    {"topic": ("te_nan_khac",)},
    {"ward": "w0@start"},
    {"ward": "w99@start"},
    {"q": "pth"},
    {"q": "chanh hung"},
    {"q": "cầu", "kind": ("bridge",)},
    {"q": "."},
    {"due": ("overdue",)},
    {"due": ("soon", "planned")},
    {"reply": ("waiting",)},
    {"reply": ("overdue",), "due": ("overdue",)},
    {"due": ("overdue",), "supervision": False},
    {"due": ("overdue",), "on": date(2023, 5, 1)},
    {"vintage": "start"},
    {"vintage": "2025-07-01", "on": date(2014, 1, 1)},
)


def make_vectors() -> dict[str, Any]:
    """Return the feed, and what each map shows of it."""
    feed = _feed()
    cases = []
    for chosen in _CASES:
        spec = replace(_WHOLE, **chosen)
        shown = choose(feed, spec)
        told = [
            {
                "code": place.code,
                "state": place.state,
                "due": place.asked.due if place.asked else None,
                "reply": place.asked.reply if place.asked else None,
                "last": to_number(place.asked.last_visit) if place.asked and place.asked.last_visit else None,
                "wards": [ward.id for ward in place.wards],
            }
            for place in shown.places
        ]
        cases.append(
            {"spec": spec.to_json(), "total": shown.total, "areas": len(shown.areas), "places": told}
        )
    return {"feed": feed, "cases": cases}


def write() -> bytes:
    """Return the file."""
    return orjson.dumps(make_vectors(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _feed() -> Feed:
    """Return a feed in which every place asks for something else, one boundary came later, and one place goes on."""
    ended = Spot("Hẻm cũ", shape_of("alley", LonLat(106.64, 10.73)), "DA_CHUYEN_HOA", since=date(2013, 1, 1))
    shared = replace(make_spots()[1], name="Cầu chung", topics=("te_nan_khac", "mai_dam"))
    spots = (*make_spots(), ended, shared)
    wards = (*WARDS[:2], WARDS[2]._replace(start=date(2025, 7, 1)))
    return supervise(make_feed(spots, wards))


if __name__ == "__main__":
    FILE.write_bytes(write())
