"""Where every ward stands on a past day: 100,000 places, 1,000,000 visits; ours, plain SQL over events, geopandas."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
from sqlalchemy import Connection, insert, select, text

from layers.actor import SYSTEM
from layers.store.columns import MOMENT_MAX, moment_text
from layers.store.database import Database, Write
from layers.store.schema import hotspot, visit, visit_version
from layers.summaries.duties import count_visits
from layers.summaries.questions import EVERYWHERE, Question
from layers.summaries.standing import read_standing
from tests.bench.figures import Figure
from tests.bench.register import NATIONAL, fill, get_register
from tests.servers import PostgisServer

VISITS = 1_000_000
QUESTION = Question(date(2025, 9, 1), since=date(2025, 8, 1))
"""A day in the past, and the month before it."""

FIRST_DAY, DAYS = date(2016, 1, 1), 4000
ROUNDS = 5

Clock: TypeAlias = Callable[[], float]

Table: TypeAlias = tuple[dict[tuple[int, str], int], dict[int, int]]
"""Places by row of ``boundary`` and state, and visits by row of ``boundary``; 0 is the total, each place once."""

_BATCH = 20_000
_ALWAYS = moment_text(MOMENT_MAX)
_PLAIN_STATES = """
    WITH numbered AS (
        SELECT hotspot_id,
            CASE WHEN state = 'DANG_CHUYEN_HOA' AND term_to < :on THEN 'CHO_DANH_GIA' ELSE state END AS state,
            row_number() OVER (PARTITION BY hotspot_id ORDER BY valid_from DESC, id DESC) AS place
        FROM status_event WHERE valid_from <= :on
        AND id NOT IN (SELECT corrects_id FROM status_event WHERE corrects_id IS NOT NULL)
    ), latest AS MATERIALIZED (
        SELECT v.id, n.state FROM numbered n
        JOIN hotspot_version v ON v.hotspot_id = n.hotspot_id
            AND v.valid_from <= :on AND v.valid_to > :on AND v.known_to = :always
        WHERE n.place = 1
    ), located AS MATERIALIZED (
        SELECT a.boundary_id, l.state FROM latest l JOIN hotspot_area a ON a.hotspot_version_id = l.id
    )
    SELECT l.boundary_id, l.state, count(*) FROM located l
    JOIN boundary b ON b.id = l.boundary_id AND b.level = 'ward' AND b.valid_from <= :on AND b.valid_to > :on
    GROUP BY l.boundary_id, l.state
    UNION ALL SELECT 0, state, count(*) FROM latest GROUP BY state
"""
_PLAIN_VISITS = """
    WITH recent AS MATERIALIZED (
        SELECT v.id FROM visit_version w
        JOIN visit x ON x.id = w.visit_id
        JOIN hotspot_version v ON v.hotspot_id = x.hotspot_id
            AND v.valid_from <= w.visited_on AND v.valid_to > w.visited_on AND v.known_to = :always
        WHERE w.state = 'made' AND w.known_to = :always AND w.visited_on > :since AND w.visited_on <= :on
    ), located AS MATERIALIZED (
        SELECT a.boundary_id FROM recent r JOIN hotspot_area a ON a.hotspot_version_id = r.id
    )
    SELECT l.boundary_id, count(*) FROM located l
    JOIN boundary b ON b.id = l.boundary_id AND b.level = 'ward' AND b.valid_from <= :on AND b.valid_to > :on
    GROUP BY l.boundary_id
    UNION ALL SELECT 0, count(*) FROM recent
"""

_SOLID_STATE = """
    DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET random_page_cost = 1.1', current_database()); END $$
"""
"""What docs/operator.md advises for a server on solid-state disks; it holds for both ways of asking."""


def measure() -> Iterable[Figure]:
    """Ask for the same table in three ways on a GeoPackage, and in two on PostGIS."""
    path = _get_register()
    url = f"sqlite:///{path}"
    ours, plain = _compare(url)
    peer = _fastest(lambda: _by_geopandas(path), 2, time.process_time)
    yield Figure("GeoPackage: the table of 2,775 wards", ours * 1000, "ms")
    yield Figure("  times faster than SQL over events", plain / ours, "x", 3, told=f"{plain * 1000:.0f} ms")
    yield Figure("  times faster than geopandas", peer / ours, "x", 20, told=f"{peer * 1000:.0f} ms")
    with PostgisServer() as server:
        url = server.create_database()
        print("making up the same places and visits on PostGIS ...", flush=True)
        fill(url, NATIONAL)
        _fill_visits(url)
        ours, plain = _compare(url)
    yield Figure("PostGIS: the table of 2,775 wards", ours * 1000, "ms")
    yield Figure("  times faster than SQL over events", plain / ours, "x", 3, told=f"{plain * 1000:.0f} ms")


def _get_register() -> Path:
    """Return the register with visits, made now unless an earlier run left it."""
    plain = get_register(NATIONAL)
    path = plain.with_name(f"visits-{VISITS}-{plain.name}")
    if not path.exists():
        print(f"making up {VISITS:,} visits ({path.name}) ...", flush=True)
        unfinished = path.with_suffix(".unfinished")
        shutil.copyfile(plain, unfinished)
        _fill_visits(f"sqlite:///{unfinished}")
        unfinished.rename(path)
    return path


def _open(url: str) -> Database:
    return Database(url, clock=lambda: datetime.now(UTC), query_seconds=600)


def _fill_visits(url: str) -> None:
    database = _open(url)
    with database.write(SYSTEM, "bench.fill") as change:
        places = np.array(change.connection.execute(select(hotspot.c.id)).scalars().all())
        random = np.random.default_rng(NATIONAL.seed)
        for first in range(1, VISITS + 1, _BATCH):
            _add_visits(change, range(first, first + _BATCH), places, random)
        change.note("visit", "bench", after={"visits": VISITS})
    if database.is_file:
        database.migrate()  # nothing left to do but its last step: the journal goes into the file
    else:
        with database._writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))  # what the server does by itself, a little later
            connection.execute(text(_SOLID_STATE))
    database.close()


def _add_visits(change: Write, ids: range, places: Any, random: np.random.Generator) -> None:
    chosen = random.choice(places, len(ids)).tolist()
    days = random.integers(0, DAYS, len(ids)).tolist()
    identities = [
        {"id": key, "uuid": str(UUID(int=key)), "code": f"GS{key:07d}", "hotspot_id": place, "version": 1,
         "recorded_at": change.now}
        for key, place in zip(ids, chosen, strict=True)
    ]  # fmt: skip
    versions = [
        {"id": key, "visit_id": key, "version": 1, "known_from": change.now, "known_to": MOMENT_MAX, "state": "made",
         "visited_on": FIRST_DAY + timedelta(days=day), "form": "on_site", "units": '["MAT_TRAN"]', "result": "same"}
        for key, day in zip(ids, days, strict=True)
    ]  # fmt: skip
    change.connection.execute(insert(visit), identities)
    change.connection.execute(insert(visit_version), versions)


def _compare(url: str) -> tuple[float, float]:
    """Return the seconds that ours and plain SQL take, after making sure that they tell the same."""
    database = _open(url)
    with database.read() as connection:
        if _ours(connection) != _plain(connection):
            raise AssertionError("the two tables differ")
        clock = time.process_time if database.is_file else time.perf_counter  # a server works elsewhere
        ours = _fastest(lambda: _ours(connection), ROUNDS, clock)
        plain = _fastest(lambda: _plain(connection), ROUNDS, clock)
    database.close()
    return ours, plain


def _fastest(asked: Callable[[], object], rounds: int, clock: Clock) -> float:
    return min(_seconds(asked, clock) for _ in range(rounds))


def _seconds(asked: Callable[[], object], clock: Clock) -> float:
    begun = clock()
    asked()
    return clock() - begun


def _ours(connection: Connection) -> Table:
    """Ask as the dashboard does."""
    told = read_standing(connection, SYSTEM, QUESTION)
    states = {(one.row.id, state): n for one in told.rows for state, n in one.counts.states.items()}
    states |= {(EVERYWHERE, state): n for state, n in told.total.states.items()}
    return states, dict(count_visits(connection, SYSTEM, QUESTION, [one.row for one in told.rows]))


def _plain(connection: Connection) -> Table:
    asked: dict[str, object] = {"on": QUESTION.on, "since": QUESTION.since, "always": MOMENT_MAX}
    if connection.dialect.name == "sqlite":
        asked = {
            "on": QUESTION.on.isoformat(),
            "since": str(QUESTION.since),
            "always": "9999-12-31T23:59:59.999Z",
        }
    states = connection.execute(text(_PLAIN_STATES), asked)
    told = {(area, state): n for area, state, n in states}
    return told, {area: n for area, n in connection.execute(text(_PLAIN_VISITS), asked)}


def _by_geopandas(path: Path) -> Table:
    """Do the same with the tools of a GIS desk: read the layers, take the latest event, join by place, group."""
    import geopandas  # noqa: PLC0415 - half a second that the others need not wait
    import pandas as pd  # noqa: PLC0415

    on, since = QUESTION.on.isoformat(), str(QUESTION.since)
    areas = geopandas.read_file(path, layer="boundary", fid_as_index=True)
    places = geopandas.read_file(path, layer="hotspot_version")
    with sqlite3.connect(path) as file:
        events = pd.read_sql("SELECT id, hotspot_id, state, valid_from, term_to FROM status_event", file)
        identities = pd.read_sql("SELECT id AS visit_id, hotspot_id FROM visit", file)
        versions = pd.read_sql("SELECT visit_id, state, visited_on, known_to FROM visit_version", file)
    days = {"valid_from": "datetime64[ms]", "valid_to": "datetime64[ms]"}
    areas, places = areas.astype(days), places.astype(days)
    wards = areas[(areas["level"] == "ward") & (areas["valid_from"] <= on) & (areas["valid_to"] > on)]
    places = places[(places["valid_from"] <= on) & (places["valid_to"] > on)]
    latest = (
        events[events["valid_from"] <= on].sort_values(["valid_from", "id"]).groupby("hotspot_id").tail(1)
    )
    is_over = (latest["state"] == "DANG_CHUYEN_HOA") & (latest["term_to"] < on)
    latest.loc[is_over, "state"] = "CHO_DANH_GIA"
    joined = geopandas.sjoin(places[["hotspot_id", "geometry"]], wards[["geometry"]], predicate="intersects")
    area = next(name for name in joined.columns if name not in {"hotspot_id", "geometry"})
    states = joined.merge(latest, on="hotspot_id").groupby([area, "state"]).size()
    total = places[["hotspot_id"]].merge(latest, on="hotspot_id").groupby("state").size()
    made = versions[(versions["state"] == "made") & (versions["known_to"] == _ALWAYS)]
    recent = made[(made["visited_on"] > since) & (made["visited_on"] <= on)].merge(identities, on="visit_id")
    counts = joined.merge(recent, on="hotspot_id").groupby(area).size()
    everywhere = {(EVERYWHERE, state): n for state, n in total.items()}
    return states.to_dict() | everywhere, counts.to_dict() | {EVERYWHERE: len(recent)}
