"""Features over HTTP, 100,000 places, 8 connections: ours (one process) against its peers (two each), requests/s."""

import json
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from sqlalchemy import create_engine, select

from layers.store.schema import hotspot, hotspot_version
from tests.bench import peer, qgis_peer, service, tipg_peer
from tests.bench.figures import Figure
from tests.bench.load import Rate, Target, measure_rate
from tests.bench.programs import Peer
from tests.bench.register import NATIONAL, get_register

ROUNDS = 3
OURS_S, PEER_S = 3.0, 5.0
VARIETY = 24
"""Different boxes, asked for in turn."""

IDS = 500
NEVER_ASKED = 5_000
"""Questions of a kind of which none is asked twice."""

SAMPLE = 5
"""Answers of each kind that are compared, feature by feature."""


@dataclass(frozen=True)
class Job:
    """One kind of question.

    Attributes
    ----------
    name
        What is asked for.
    paths
        Questions that are asked in turn, behind ``items``: what ours is answered again is kept there.
    new_paths
        Questions that nobody has asked yet.
    least
        How many times faster than each peer ours is to be.
    """

    name: str
    paths: Sequence[str]
    new_paths: Sequence[str]
    least: Mapping[str, float]


def measure() -> Iterable[Figure]:
    """Compare the answers, then the speeds, in turns."""
    register = get_register(NATIONAL)
    jobs = make_jobs(register)
    with ExitStack() as running:
        us = running.enter_context(service.running(register)).target
        peers = [running.enter_context(make(register)) for make in _peers()]
        for job in jobs:
            for other in peers:
                _require_same_answers(job, us, other)
            yield from _compare(job, us, peers)


def _peers() -> Iterator[Any]:
    yield peer.running
    if qgis_peer.is_here():
        yield qgis_peer.running
    else:
        print("QGIS Server is left out: apt install qgis-server python3-qgis spawn-fcgi", flush=True)
    yield tipg_peer.running


def make_jobs(register: Path) -> tuple[Job, ...]:
    """Return the questions, the same for the same register."""
    engine = create_engine(f"sqlite:///{register}")
    with engine.connect() as connection:
        told = select(hotspot.c.uuid, hotspot_version.c.geom).join_from(hotspot_version, hotspot)
        rows = connection.execute(told.order_by(hotspot.c.id)).all()
    engine.dispose()
    random = np.random.default_rng(4)
    middles = shapely.get_coordinates(shapely.centroid([row.geom for row in rows]))
    chosen = random.choice(len(rows), VARIETY, replace=False)
    ids = [f"/{rows[row].uuid}?f=json" for row in random.choice(len(rows), IDS + NEVER_ASKED, replace=False)]
    return (
        _box_job(1000, [_box(middles, middles[row], 1000) for row in chosen], {"pygeoapi": 5}),
        _box_job(100, [_box(middles, middles[row], 100) for row in chosen], {}),
        Job("one by id", ids[:IDS], ids[IDS:], {"pygeoapi": 20, "QGIS Server": 2}),
    )


def _box_job(wanted: int, boxes: Sequence[str], least: Mapping[str, float]) -> Job:
    def ask(box: str, limit: int) -> str:
        return f"?bbox={box}&limit={limit}&f=json"

    # Another limit is another question with the same answer, since a box holds fewer.
    new = [ask(boxes[number % len(boxes)], wanted + 1 + number) for number in range(NEVER_ASKED)]
    wanted_of_all = {"QGIS Server": 3, "tipg": 5, **least}
    return Job(f"{wanted:,} by bbox", [ask(box, wanted) for box in boxes], new, wanted_of_all)


def _box(middles: npt.NDArray[np.float64], at: npt.NDArray[np.float64], wanted: int) -> str:
    """Return the box around a place that holds nearly so many, so that all fit on one page."""
    reach = np.sort(np.abs(middles - at).max(axis=1))[round(wanted * 0.97)]
    (west, south), (east, north) = (at - reach).tolist(), (at + reach).tolist()
    return f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}"


def our_path(path: str) -> str:
    """Return the path of a question to ours."""
    return f"/api/collections/hotspots/items{path}"


def _compare(job: Job, us: Target, peers: Sequence[Peer]) -> Iterable[Figure]:
    ours, new = [our_path(path) for path in job.paths], iter(job.new_paths)
    again: list[Rate] = []
    first: list[Rate] = []
    others: dict[str, list[Rate]] = {other.name: [] for other in peers}
    with closing(us.connect()) as wire:
        for path in ours:
            wire.ask(path)
    for _ in range(ROUNDS):
        again.append(measure_rate(us, ours, OURS_S))
        first.append(measure_rate(us, _never_asked(new), OURS_S))
        for other in peers:
            paths = [other.to_path(path) for path in job.paths]
            others[other.name].append(measure_rate(other.target, paths, PEER_S))
    for name, theirs in others.items():
        told = f"ours {_middle(again)}, {name} {_middle(theirs)}"
        yield Figure(
            f"{job.name}, kept : {name}", _ratio(again, theirs), "x", least=job.least.get(name), told=told
        )
        told = f"ours {_middle(first)}"
        yield Figure(f"{job.name}, never asked before : {name}", _ratio(first, theirs), "x", told=told)


def _never_asked(paths: Iterator[str]) -> Sequence[str]:
    """Return a share of the questions."""
    return [our_path(path) for path, _ in zip(paths, range(NEVER_ASKED // ROUNDS), strict=False)]


def _middle(rates: Sequence[Rate]) -> Rate:
    return sorted(rates, key=lambda rate: rate.per_s)[len(rates) // 2]


def _ratio(ours: Sequence[Rate], theirs: Sequence[Rate]) -> float:
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(one.per_s / other.per_s for one, other in pairs if other.per_s)


def _require_same_answers(job: Job, us: Target, other: Peer) -> None:
    for path in job.paths[:SAMPLE]:
        theirs = _features(other.target.get(other.to_path(path)))
        _require_same(_features(us.get(our_path(path))), theirs, f"{other.name} {path}")


def _features(body: bytes) -> dict[str, Any]:
    answer = json.loads(body)
    # QGIS numbers features by their row; their own identifier is a property there.
    return {one["properties"].get("id", one["id"]): one for one in answer.get("features", [answer])}


def _require_same(ours: dict[str, Any], theirs: dict[str, Any], path: str) -> None:
    """Stop where the two do not answer the same features with the same properties and geometries."""
    if not ours or ours.keys() != theirs.keys():
        raise RuntimeError(f"{path}: {len(ours)} features here, {len(theirs)} there, not the same ones")
    for key, mine in ours.items():
        other = theirs[key]["properties"]
        told = {name: value for name, value in mine["properties"].items() if name != "id"}
        differing = [name for name, value in told.items() if _read(other[name], value) != value]
        if differing:
            raise RuntimeError(f"{path}: {key} differs in {', '.join(differing)}")
        shapes = shapely.from_geojson([json.dumps(one["geometry"]) for one in (mine, theirs[key])])
        if not shapely.equals_exact(*shapely.normalize(shapes), tolerance=2e-6):
            raise RuntimeError(f"{path}: {key} has another geometry")


def _read(told: Any, like: object) -> object:
    """Return a value of the plain file as ours has it: lists are JSON text there."""
    return json.loads(told) if isinstance(like, list) else told
