"""A made-up register, written as the product writes it but in bulk; kept from run to run as a temporary file."""

import ast
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from sqlalchemy import func, insert, select, text, update

from geo.formats.geojson import geometry_texts
from geo.geodesy.measure import area_m2, length_m
from geo.text.names import collation_key
from geo.text.search import search_terms
from geo.types import DATE_MAX
from layers.actor import SYSTEM
from layers.areas.memberships import leading_wards
from layers.conversion.spans import Event, derive_spans
from layers.overview.quan8 import load_quan8
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.hotspots import TOPICS
from layers.store.columns import MOMENT_MAX
from layers.store.database import Database, Write
from layers.store.schema import (
    boundary,
    boundary_vintage,
    hotspot,
    hotspot_area,
    hotspot_topic,
    hotspot_version,
    revision,
    status_event,
    status_span,
)
from tests.bench.shapes import MadeUp, make_places
from tests.bench.wards import NATION, add_wards, find_all_members

READER = "quantri"
"""The account that the benchmarks sign in as: it sees everything."""

FOLDER = Path(tempfile.gettempdir()) / "diaban-bench"
ROOT = Path(__file__).resolve().parents[2]

_BATCH = 20_000
_HISTORIES = (
    ("THEO_DOI",),
    ("THEO_DOI", "CHO_KE_HOACH"),
    ("THEO_DOI", "DANG_CHUYEN_HOA"),  # its term has ended, so three spans
    ("THEO_DOI", "CHO_KE_HOACH", "DA_CHUYEN_HOA"),
)


@dataclass(frozen=True)
class Plan:
    """What to make up: ``nation`` lies in the country's box on grid wards, ``quan8`` in Quận 8 and its wards."""

    name: str
    count: int
    seed: int = 8


NATIONAL = Plan("nation", 100_000)
LOCAL = Plan("quan8", 10_000)


def get_register(plan: Plan) -> Path:
    """Return the GeoPackage of a plan, made now unless an earlier run left it."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{plan.name}-{plan.count}-{_fingerprint()}.gpkg"
    if not path.exists():
        print(f"making up {plan.count:,} places ({path.name}) ...", flush=True)
        unfinished = path.with_suffix(".unfinished")
        for leftover in unfinished.parent.glob(f"{unfinished.name}*"):
            leftover.unlink()
        fill(f"sqlite:///{unfinished}", plan)
        unfinished.rename(path)
    return path


def fill(url: str, plan: Plan) -> None:
    """Migrate the database at a URL, GeoPackage or PostGIS, and fill it."""
    database = Database(url, clock=lambda: datetime.now(UTC))
    database.migrate()
    with database.write(SYSTEM, "bench.fill") as change:
        if plan.name == LOCAL.name:
            load_quan8(change)
        else:
            add_wards(change)
        add_grant(change, add_user(change, READER), "coordinator")
        add_grant(change, add_user(change, "quantri2"), "admin")
        _add_places(change, plan)
    if database.is_file:
        database.migrate()  # nothing left to do but its last step: the journal goes into the file
    database.close()


def _fingerprint() -> str:
    """Return a text that changes with what is made up and with the tables; the layout of the code is no change."""
    sources = [Path(__file__).with_name(f"{name}.py") for name in ("register", "shapes", "wards")]
    sources += [
        ROOT / "layers/store/schema.py",
        *sorted((ROOT / "layers/store/migrations/versions").glob("*.py")),
    ]
    told = "".join(ast.dump(ast.parse(path.read_text(encoding="utf-8"))) for path in sources)
    told += (ROOT / "layers/data/quan8.json").read_text(encoding="utf-8")
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _add_places(change: Write, plan: Plan) -> None:
    inside = None
    box = NATION
    if plan.name == LOCAL.name:
        shapes = change.connection.execute(
            select(boundary.c.geom).where(boundary.c.level == "grouping")
        ).scalars()
        inside = shapely.union_all(list(shapes))
        west, south, east, north = inside.bounds
        box = NATION._replace(west=west, south=south, east=east, north=north)
    taken = change.connection.execute(select(func.count()).select_from(hotspot)).scalar_one()
    places = make_places(plan.count - taken, plan.seed, box, inside)
    random = np.random.default_rng(plan.seed)
    for start in range(0, len(places), _BATCH):
        _add_batch(change, places[start : start + _BATCH], taken + start + 1, random)
    _count_on(change, plan.count)
    change.note("hotspot", "bench", after={"places": len(places)})
    change.touch("hotspots")


def _add_batch(change: Write, places: list[MadeUp], first_id: int, random: np.random.Generator) -> None:
    ids = range(first_id, first_id + len(places))
    geometries = [place.geometry for place in places]
    written = geometry_texts(np.array(geometries, dtype=object))
    rows = [
        {"id": key, "uuid": str(UUID(bytes=random.bytes(16), version=4)), "code": f"DB{key:05d}", "version": 1,
         "recorded_at": change.now}
        for key in ids
    ]  # fmt: skip
    change.connection.execute(insert(hotspot), rows)
    versions = [
        _version(change, key, place, geojson, random)
        for key, place, geojson in zip(ids, places, written, strict=True)
    ]
    change.connection.execute(insert(hotspot_version), versions)
    chosen = [random.choice(len(TOPICS), size=int(random.integers(1, 3)), replace=False) for _ in ids]
    topics = [
        {"hotspot_version_id": key, "topic": TOPICS[number]}
        for key, own in zip(ids, chosen, strict=True)
        for number in own
    ]
    change.connection.execute(insert(hotspot_topic), topics)
    change.connection.execute(insert(hotspot_area), list(_areas(change, geometries, first_id)))
    _add_statuses(change, versions, random)


def _version(
    change: Write, key: int, place: MadeUp, geojson: str, random: np.random.Generator
) -> dict[str, Any]:
    is_line, is_area = place.kind == "alley", place.kind == "area"
    return {
        "id": key,
        "hotspot_id": key,
        "version": 1,
        "valid_from": date(2012, 1, 1) + timedelta(days=int(random.integers(0, 4000))),
        "valid_to": DATE_MAX,
        "known_from": change.now,
        "known_to": MOMENT_MAX,
        "name": place.name,
        "kind": place.kind,
        "position_accuracy_m": float(random.integers(20, 120)),
        "position_source": "text",
        "length_m": round(length_m(place.geometry), 2) if is_line else None,
        "area_m2": round(area_m2(place.geometry), 2) if is_area else None,
        "source": "Số liệu tự tạo để đo tốc độ",
        "search_terms": search_terms(place.name),
        "sort_key": collation_key(place.name),
        "geojson": geojson,
        "geom": place.geometry,
    }


def _areas(change: Write, geometries: list[Any], first_id: int) -> Iterator[dict[str, Any]]:
    days = (
        change.connection.execute(select(boundary_vintage.c.valid_from).order_by("valid_from"))
        .scalars()
        .all()
    )
    for position, members in find_all_members(change.connection, geometries).items():
        leaders = leading_wards(members, days)
        for member in members:
            yield {
                "hotspot_version_id": first_id + position,
                "boundary_id": member.boundary_id,
                "share": member.share,
                "is_lead": member.boundary_id in leaders,
            }


def _add_statuses(change: Write, versions: list[dict[str, Any]], random: np.random.Generator) -> None:
    first = change.connection.execute(select(func.coalesce(func.max(status_event.c.id), 0))).scalar_one() + 1
    events: list[dict[str, Any]] = []
    spans: list[dict[str, Any]] = []
    for version in versions:
        own = []
        for number, state in enumerate(_HISTORIES[int(random.integers(len(_HISTORIES)))]):
            day = version["valid_from"] + timedelta(days=400 * number)
            ends = day + timedelta(days=300) if state == "DANG_CHUYEN_HOA" else None
            own.append(Event(first + len(events), state, day, ends))
            events.append(_event(change, version["hotspot_id"], own[-1], random))
        spans += [
            {
                "hotspot_id": version["hotspot_id"],
                "known_from": change.now,
                "known_to": MOMENT_MAX,
                **asdict(span),
            }
            for span in derive_spans(own)
        ]
    change.connection.execute(insert(status_event), events)
    change.connection.execute(insert(status_span), spans)


def _event(change: Write, hotspot_id: int, event: Event, random: np.random.Generator) -> dict[str, Any]:
    return {
        "id": event.id,
        "uuid": str(UUID(bytes=random.bytes(16), version=4)),
        "hotspot_id": hotspot_id,
        "state": event.state,
        "valid_from": event.valid_from,
        "recorded_at": change.now,
        "decided_by": "mttq",
        "term_from": event.valid_from if event.term_to else None,
        "term_to": event.term_to,
        "cycle_no": 1,
    }


def _count_on(change: Write, count: int) -> None:
    """Let the numbers that are given out go on after ours."""
    counter = revision.c.name == "hotspot_code"
    change.connection.execute(update(revision).where(counter).values(value=count))
    if not change.connection.execute(select(revision.c.value).where(counter)).first():
        change.connection.execute(insert(revision).values(name="hotspot_code", value=count))
    if change.connection.dialect.name == "postgresql":
        for table in (hotspot, hotspot_version, status_event):
            question = (
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
            )
            change.connection.execute(text(question))
