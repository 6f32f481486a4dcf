"""Features over HTTP, 100,000 places, 8 connections: ours (one process) against pygeoapi (two), requests/s."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from sqlalchemy import create_engine, select

from layers.store.schema import hotspot, hotspot_version
from tests.bench import peer, service
from tests.bench.figures import Figure
from tests.bench.load import Rate, Target, measure_rate
from tests.bench.register import NATIONAL, get_register

ROUNDS = 3
OURS_S, PEER_S = 4.0, 6.0
VARIETY = 24
"""Different questions of one kind, asked in turn."""

SAMPLE = 5
"""Answers of each kind that are compared, feature by feature."""


@dataclass(frozen=True)
class Job:
    """One kind of question: its paths below the collection, and how many times faster we are to be."""

    name: str
    paths: Sequence[str]
    least: float | None = None


def measure() -> Iterable[Figure]:
    """Compare the answers, then the speeds, in turns."""
    register = get_register(NATIONAL)
    jobs = make_jobs(register)
    with service.running(register) as ours, peer.running(register) as peer_port:
        us = Target(ours.port, {"Authorization": f"Bearer {ours.token}"})
        # Its workers register the table in the file at every request, and sometimes get in each other's way.
        them = Target(peer_port, {}, may_fail=True)
        for job in jobs:
            for path in job.paths[:SAMPLE]:
                _require_same(_features(us.get(our_path(path))), _features(them.get(_their_path(path))), path)
            yield _compare(job, us, them)


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
    return (
        Job("1,000 by bbox", [_box_path(middles, middles[row], 1000) for row in chosen], least=5),
        Job("100 by bbox", [_box_path(middles, middles[row], 100) for row in chosen]),
        Job("one by id", [f"/{rows[row].uuid}?f=json" for row in random.choice(len(rows), 500)], least=20),
    )


def _box_path(middles: npt.NDArray[np.float64], at: npt.NDArray[np.float64], wanted: int) -> str:
    """Return the question for the box around a place that holds nearly so many, so that all fit on one page."""
    reach = np.sort(np.abs(middles - at).max(axis=1))[round(wanted * 0.97)]
    (west, south), (east, north) = (at - reach).tolist(), (at + reach).tolist()
    return f"?bbox={west:.6f},{south:.6f},{east:.6f},{north:.6f}&limit={wanted}&f=json"


def our_path(path: str) -> str:
    return f"/api/collections/hotspots/items{path}"


def _their_path(path: str) -> str:
    return f"/collections/{peer.LAYER}/items{path}"


def _compare(job: Job, us: Target, them: Target) -> Figure:
    mine: list[Rate] = []
    others: list[Rate] = []
    for _ in range(ROUNDS):
        mine.append(measure_rate(us, [our_path(path) for path in job.paths], OURS_S))
        others.append(measure_rate(them, [_their_path(path) for path in job.paths], PEER_S))
    a, b = (sorted(rates, key=lambda rate: rate.per_s)[ROUNDS // 2] for rates in (mine, others))
    ratio = statistics.median(
        one.per_s / other.per_s for one, other in zip(mine, others, strict=True) if other.per_s
    )
    return Figure(job.name, ratio, "x", least=job.least, told=f"ours {a}, pygeoapi {b}")


def _features(body: bytes) -> dict[str, Any]:
    answer = json.loads(body)
    return {one["id"]: one for one in answer.get("features", [answer])}


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
