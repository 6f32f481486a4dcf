"""How OSRM and Valhalla are asked and answer: the examples of their manuals, shortened."""

from typing import Any

import numpy as np
import pytest

from geo.travel.modes import MOTORBIKE, WALKING
from geo.types import LonLat
from layers.travel.router_dialects import DIALECTS, MISUNDERSTOOD, Osrm, Valhalla

_A, _B, _C = LonLat(106.65, 10.74), LonLat(106.66, 10.75), LonLat(106.67, 10.76)


def test_osrm_is_asked_for_a_block_of_its_table() -> None:
    question = Osrm().ask_matrix([_A, _B], [_C], WALKING)
    assert question.body is None
    assert question.path == (
        "/table/v1/foot/106.650000,10.740000;106.660000,10.750000;106.670000,10.760000"
        "?annotations=duration,distance&sources=0;1&destinations=2"
    )
    assert Osrm().ask_way(_A, _B, MOTORBIKE).path == (
        "/route/v1/driving/106.650000,10.740000;106.660000,10.750000?overview=full&geometries=polyline6"
    )


def test_osrm_answers_with_null_where_no_way_leads() -> None:
    answer = {
        "code": "Ok",
        "durations": [[192.6, None]],
        "distances": [[1886.8, None]],
        "sources": [{"hint": "", "distance": 4.9, "location": [106.65, 10.74], "name": ""}],
        "destinations": [{"distance": 0.1}, {"distance": 12.5}],
    }
    seconds, metres = Osrm().read_matrix(answer)
    assert seconds.tolist() == [[192.6, np.inf]]
    assert metres.tolist() == [[1886.8, np.inf]]
    assert Osrm().is_no_way({"code": "NoRoute"})
    assert not Osrm().is_no_way(answer)


def test_valhalla_is_asked_and_answers_in_kilometres() -> None:
    question = Valhalla().ask_matrix([_A], [_B], MOTORBIKE)
    assert question.path == "/sources_to_targets"
    assert question.body == {
        "sources": [{"lon": 106.65, "lat": 10.74}],
        "targets": [{"lon": 106.66, "lat": 10.75}],
        "costing": "motor_scooter",
        "units": "kilometers",
    }
    cell = {"distance": 27.201, "time": 1480, "to_index": 0, "from_index": 0}
    seconds, metres = Valhalla().read_matrix({"sources_to_targets": [[cell]], "units": "kilometers"})
    assert (seconds.tolist(), metres.tolist()) == ([[1480]], [[27_201]])
    assert Valhalla().is_no_way({"error_code": 442, "error": "No path could be found for input"})
    assert not Valhalla().is_no_way({"error_code": 154, "error": "Path distance exceeds the max"})


@pytest.mark.parametrize("kind", sorted(DIALECTS))
@pytest.mark.parametrize(
    "answer", [{}, [], "x", None, {"durations": 1}, {"sources_to_targets": [[{}]]}], ids=str
)
def test_another_form_is_misunderstood_and_nothing_worse(kind: Any, answer: Any) -> None:
    for read in (DIALECTS[kind].read_matrix, DIALECTS[kind].read_way):
        with pytest.raises(MISUNDERSTOOD):
            read(answer)
