"""Ways by a router: small servers in the documented formats, well, badly and not at all."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest

from geo.errors import NoRoute
from geo.geodesy.measure import distance_m
from geo.travel.matrix import NO_WAY_S
from geo.travel.modes import MOTORBIKE, WALKING
from geo.types import LonLat
from layers.errors import Refused
from layers.travel.router_dialects import RouterKind
from layers.travel.routers import MOST_AT_ONCE, RouterWays
from tests.polylines import encode

_HERE, _THERE = LonLat(106.65, 10.74), LonLat(106.66, 10.745)
_ISLAND = LonLat(106.70, 10.70)
"""The servers below know no way to it."""
_SEA = LonLat(106.9, 10.4)
"""The servers below know no road near it."""

Answer = tuple[int, Any]


class _Router:
    """A server that answers as it is told, and remembers what it was asked."""

    def __init__(self, answer: Callable[[str, Any], Answer]) -> None:
        self.answer = answer
        self.asked: list[tuple[str, Any]] = []
        self.url = ""

    def ways(self, kind: RouterKind, path: str = "") -> RouterWays:
        return RouterWays(self.url + path, kind, 2.0)


@contextmanager
def _serving(answer: Callable[[str, Any], Answer]) -> Iterator[_Router]:
    router = _Router(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            question = json.loads(self.rfile.read(size)) if size else None
            router.asked.append((self.path, question))
            status, told = router.answer(self.path, question)
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - as http.server calls it

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    router.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield router
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _osrm(path: str, _body: Any) -> Answer:
    """Answer as osrm-routed does: twice the geodesic, at 4 m/s."""
    found = re.fullmatch(r"/(table|route)/v1/(foot|driving)/([-\d.,;]+)\?(.*)", path)
    assert found, path
    spots = [LonLat(*map(float, spot.split(","))) for spot in found[3].split(";")]
    if _SEA in spots:
        return 400, {"code": "NoSegment", "message": f"Could not find a segment for {spots.index(_SEA)}"}
    if found[1] == "route":
        if _ISLAND in spots:
            return 400, {"code": "NoRoute", "message": "Impossible route between points"}
        assert "geometries=polyline6" in found[4]
        corner = (spots[1].lon, spots[0].lat)
        return 200, {"code": "Ok", "routes": [{"geometry": encode([spots[0], corner, spots[1]])}]}
    query = dict(pair.split("=") for pair in found[4].split("&"))
    assert query["annotations"] == "duration,distance"
    rows, columns = (
        [spots[int(index)] for index in query[name].split(";")] for name in ("sources", "destinations")
    )
    if len(spots) > 100:
        return 400, {"code": "TooBig", "message": "Too many table coordinates"}
    metres = [[_apart(start, end) for end in columns] for start in rows]
    return 200, {
        "code": "Ok",
        "distances": metres,
        "durations": [[one and one / 4 for one in row] for row in metres],
        "sources": [{"distance": 3.5, "location": spot} for spot in rows],
        "destinations": [{"distance": 3.5, "location": spot} for spot in columns],
    }


def _valhalla(path: str, body: Any) -> Answer:
    """Answer as Valhalla does, in kilometres."""
    assert body["units"] == "kilometers"
    assert body["costing"] in {"pedestrian", "motor_scooter"}
    if path == "/route":
        spots = [LonLat(one["lon"], one["lat"]) for one in body["locations"]]
        if _ISLAND in spots:
            return 400, {"error_code": 442, "error": "No path could be found for input", "status_code": 400}
        return 200, {"trip": {"status": 0, "legs": [{"shape": encode(spots)}]}}
    assert path == "/sources_to_targets"
    rows, columns = (
        [LonLat(one["lon"], one["lat"]) for one in body[name]] for name in ("sources", "targets")
    )
    if _SEA in rows + columns:
        return 400, {"error_code": 171, "error": "No suitable edges near location", "status_code": 400}
    cells = [[_apart(start, end) for end in columns] for start in rows]
    return 200, {
        "sources_to_targets": [
            [{"distance": one and one / 1000, "time": one and one / 4} for one in row] for row in cells
        ]
    }


def _apart(start: LonLat, end: LonLat) -> float | None:
    if start != end and _ISLAND in (start, end):
        return None
    return 2 * distance_m(start, end)


_KINDS = pytest.mark.parametrize(
    ("kind", "answer"), [("osrm", _osrm), ("valhalla", _valhalla)], ids=["osrm", "valhalla"]
)


@_KINDS
def test_a_matrix_tells_what_the_router_tells(kind: RouterKind, answer: Callable[..., Answer]) -> None:
    with _serving(answer) as router:
        told = router.ways(kind).matrix([_HERE, _THERE, _ISLAND], MOTORBIKE)
    assert told.metres[0, 1] == pytest.approx(2 * distance_m(_HERE, _THERE), abs=0.01)
    assert told.seconds[0, 1] == np.ceil(distance_m(_HERE, _THERE) / 2)
    assert told.unreachable == ((0, 2), (1, 2))
    assert told.seconds[2].tolist() == [NO_WAY_S, NO_WAY_S, 0]


@_KINDS
def test_a_place_off_every_road_leaves_the_others_their_ways(
    kind: RouterKind, answer: Callable[..., Answer]
) -> None:
    with _serving(answer) as router:
        told = router.ways(kind).matrix([_HERE, _SEA, _THERE], WALKING)
    assert told.unreachable == ((0, 1), (1, 2))
    assert np.isfinite(told.metres[0, 2])


@_KINDS
def test_many_places_are_asked_in_blocks(kind: RouterKind, answer: Callable[..., Answer]) -> None:
    places = [LonLat(106.6 + index / 1000, 10.7) for index in range(2 * MOST_AT_ONCE + 1)]
    with _serving(answer) as router:
        told = router.ways(kind).matrix(places, WALKING)
    assert len(router.asked) == 9
    assert told.unreachable == ()
    assert told.metres[0, -1] == pytest.approx(2 * distance_m(places[0], places[-1]), abs=0.01)
    assert told.metres[-1, 3] == pytest.approx(2 * distance_m(places[-1], places[3]), abs=0.01)


@_KINDS
def test_a_leg_is_drawn_from_place_to_place(kind: RouterKind, answer: Callable[..., Answer]) -> None:
    with _serving(answer) as router:
        first, second = router.ways(kind).trace([_HERE, _THERE, _HERE], WALKING)
        with pytest.raises(NoRoute, match="no_route"):
            router.ways(kind).trace([_HERE, _ISLAND], WALKING)
    assert (first.line.coords[0], first.line.coords[-1]) == (_HERE, _THERE)
    assert second.line.coords[-1] == _HERE
    assert first.length_m >= distance_m(_HERE, _THERE)
    assert first.crossings == ()


def test_modes_are_asked_by_the_names_of_the_router() -> None:
    with _serving(_osrm) as router:
        for mode in (WALKING, MOTORBIKE):
            router.ways("osrm").matrix([_HERE, _THERE], mode)
    assert ["/foot/" in path for path, _ in router.asked] == [True, False]
    with _serving(lambda _path, body: _valhalla("/sources_to_targets", body)) as router:
        for mode in (WALKING, MOTORBIKE):
            router.ways("valhalla", "/{mode}/").matrix([_HERE, _THERE], mode)
    assert [path for path, _ in router.asked] == [
        "/walking/sources_to_targets",
        "/motorbike/sources_to_targets",
    ]
    assert [body["costing"] for _, body in router.asked] == ["pedestrian", "motor_scooter"]


def test_a_place_that_was_moved_far_has_no_way() -> None:
    def moved(path: str, body: Any) -> Answer:
        status, told = _osrm(path, body)
        told["sources"][1]["distance"] = told["destinations"][1]["distance"] = 900.0
        return status, told

    with _serving(moved) as router:
        assert router.ways("osrm").matrix([_HERE, _THERE], WALKING).unreachable == ((0, 1),)

    def elsewhere(_path: str, _body: Any) -> Answer:
        return 200, {"code": "Ok", "routes": [{"geometry": encode([_HERE, _HERE])}]}

    with _serving(elsewhere) as router, pytest.raises(NoRoute):
        router.ways("osrm").trace([_HERE, _THERE], WALKING)


@pytest.mark.parametrize(
    "told",
    [
        (200, b"<html>"),
        (200, []),
        (200, {}),
        (200, {"code": "Ok", "durations": [[0]], "distances": [[0]], "sources": [], "destinations": []}),
        (200, {"durations": [[0, -1], [1, 0]], "distances": [[0, 1], [1, 0]],
               "sources": [{"distance": 0}] * 2, "destinations": [{"distance": 0}] * 2}),
        (200, {"durations": [[0, "x"], [1, 0]], "distances": [[0, 1], [1, 0]],
               "sources": [{"distance": 0}] * 2, "destinations": [{"distance": 0}] * 2}),
        (404, {"code": "InvalidUrl", "message": "URL string malformed"}),
        (302, b""),
    ],
    ids=["page", "list", "empty", "size", "negative", "text", "refused", "elsewhere"],
)  # fmt: skip
def test_nonsense_is_refused_and_never_guessed(told: Answer) -> None:
    with _serving(lambda _path, _body: told) as router, pytest.raises(Refused) as refused:
        router.ways("osrm").matrix([_HERE, _THERE], WALKING)
    assert refused.value.code == "router_nonsense"
    assert refused.value.facts == {"router": router.url.removeprefix("http://")}


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_router_in_trouble_is_down(status: int) -> None:
    with _serving(lambda _path, _body: (status, b"")) as router, pytest.raises(Refused, match="router_down"):
        router.ways("valhalla").trace([_HERE, _THERE], WALKING)


def test_a_router_that_is_not_there_is_down_and_its_password_is_not_told() -> None:
    with _serving(_osrm) as router:
        pass
    ways = RouterWays(router.url.replace("http://", "http://user:secret@"), "osrm", 0.5)
    with pytest.raises(Refused) as refused:
        ways.matrix([_HERE, _THERE], WALKING)
    assert refused.value.code == "router_down"
    assert "secret" not in str(refused.value) + repr(ways)


def test_a_router_that_is_slow_is_down() -> None:
    late = Event()
    with _serving(lambda _path, _body: (200 if late.wait(2) else 500, {})) as router:
        ways = RouterWays(router.url, "osrm", 0.05)
        with pytest.raises(Refused, match="router_down"):
            ways.matrix([_HERE, _THERE], WALKING)
        late.set()
