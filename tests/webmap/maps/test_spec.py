"""The one map definition survives JSON and the address bar."""

from datetime import date

import orjson
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from geo.types import LonLat
from webmap.http.map_params import Frame, read_map
from webmap.maps.spec import SORTS, MapSpec
from webmap.maps.symbols import DRAWN_STATES

specs = st.builds(
    MapSpec,
    title=st.just("Bản đồ"),
    center=st.builds(
        LonLat, st.floats(102, 110).map(lambda x: round(x, 5)), st.floats(8, 23).map(lambda x: round(x, 5))
    ),
    zoom=st.sampled_from([4.0, 13.0, 13.5, 19.0]),
    on=st.none() | st.dates(date(1990, 1, 1), date(2050, 1, 1)),
    vintage=st.none() | st.sampled_from(["start", "2025-07-01"]),
    status=st.lists(st.sampled_from(DRAWN_STATES), unique=True).map(
        lambda codes: tuple(code for code in DRAWN_STATES if code in codes)
    ),
    ward=st.none() | st.sampled_from(["27424@start", "27424@2025-07-01"]),
    q=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    selected=st.none() | st.just("DB00001"),
    due=st.sampled_from([(), ("overdue",), ("overdue", "soon", "planned")]),
    reply=st.sampled_from([(), ("waiting",), ("waiting", "overdue")]),
    sort=st.sampled_from(SORTS),
    supervision=st.booleans(),
)


@given(specs)
def test_json_gives_the_same_map_back(spec: MapSpec) -> None:
    assert MapSpec.from_json(orjson.loads(orjson.dumps(spec.to_json()))) == spec


@given(specs)
def test_an_address_gives_the_same_map_back(spec: MapSpec) -> None:
    told = {
        "at": f"{spec.center.lat},{spec.center.lon},{spec.zoom}",
        "on": spec.on.isoformat() if spec.on else None,
        "vintage": spec.vintage,
        "status": ",".join(spec.status) or None,
        "ward": spec.ward,
        "q": spec.q or None,
        "selected": spec.selected,
        "due": ",".join(spec.due) or None,
        "reply": ",".join(spec.reply) or None,
        "sort": spec.sort,
        "supervision": None if spec.supervision else "0",
    }
    args = MultiDict({name: value for name, value in told.items() if value is not None})
    assert read_map(args, Frame(spec.title, LonLat(0, 0), 1)) == spec
