"""The invented history in the register: marked, dated to its days, refused beside real records, removed whole."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from geo.types import local_day
from layers.actor import SYSTEM
from layers.conversion.states import STATES
from layers.conversion.status import StatusChange
from layers.demo.loading import find_real, remove_demo
from layers.demo.mark import find_demo, invented_uuid
from layers.demo.story import Invention
from layers.errors import Refused
from layers.overview.quan8 import default_uuids, load_quan8
from layers.places.hotspots import Extent, Place, open_hotspot
from layers.places.lineage import list_removed
from layers.places.references import get_place
from layers.store import schema
from layers.store.audit import verify_chain
from layers.store.database import Database
from layers.store.periods import known_at
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import record_visit
from tests.conftest import Clock
from tests.layers.demo.invented import SMALL, TODAY, add_lists, load
from tests.layers.places.supervised import add_bodies, add_letter, add_visit

COUNTED_ON = frozenset({"audit", "revision"})
"""What a removal leaves behind: what was done, and numbers that are not given out twice."""


def contents(database: Database) -> dict[str, set[Any]]:
    with database.read() as connection:
        return {
            table.name: {repr(row) for row in connection.execute(select(table))}
            for table in schema.metadata.sorted_tables
            if table.name not in COUNTED_ON
        }


def remove(database: Database) -> int:
    with database.write(SYSTEM, "demo.remove") as change:
        return remove_demo(change).places


def test_it_comes_marked_and_goes_without_a_trace(database: Database, tmp_path: Path) -> None:
    add_lists(database)
    before = contents(database)
    places = load(database, tmp_path)
    h, d = schema.hotspot, schema.document
    with database.read() as connection:
        loaded = find_demo(connection)
        assert loaded is not None
        assert (loaded.places, loaded.until_on, loaded.seed) == (places, TODAY, SMALL.seed)
        own = select(func.count()).select_from(h).where(h.c.uuid.in_(loaded.place_uuids))
        assert connection.execute(own).scalar() == places
        known = set(connection.execute(select(d.c.uuid)).scalars())
        assert known - set(loaded.document_uuids) <= default_uuids()
    with pytest.raises(Refused, match="demo_loaded"):
        load(database, tmp_path)
    grown = contents(database)
    assert all(
        len(grown[name]) > len(before[name]) for name in ("hotspot", "visit", "recommendation", "demo")
    )
    assert remove(database) == places
    assert contents(database) == before
    with pytest.raises(Refused, match="demo_not_loaded"):
        remove(database)
    with database.read() as connection:
        assert not find_real(connection).is_any
        assert verify_chain(connection) is None


def test_records_are_known_from_their_days_and_the_audit_tells_the_truth(
    database: Database, tmp_path: Path
) -> None:
    load(database, tmp_path, Invention(TODAY, places=0, years=1))
    v, a = schema.visit_version.c, schema.audit.c
    with database.read() as connection:
        made = connection.execute(
            select(v.visited_on, v.known_from).where(v.version == 1, v.state == "made")
        ).all()
        moments = connection.execute(
            select(a.recorded_at).where(a.action == "demo.load").distinct()
        ).scalars()
        assert {local_day(at) for at in moments} == {TODAY}
        removed = list_removed(connection, SYSTEM)
    assert {local_day(row.known_from) - row.visited_on for row in made} == {
        made[0].visited_on - made[0].visited_on
    }
    assert len({row.visited_on for row in made}) > 20
    assert [one.reason != "" for one in removed] == [True]


def test_every_state_is_shown_now(tmp_path: Path, clock: Clock) -> None:
    database = Database(f"sqlite:///{tmp_path / 'diaban.gpkg'}", clock=clock)
    database.migrate()
    with database.write(SYSTEM, "quan8.load") as change:
        load_quan8(change)
    load(database, tmp_path, Invention(TODAY, years=2))
    s, r = schema.status_span.c, schema.recommendation_version.c
    with database.read() as connection:
        held = (s.valid_from <= TODAY, s.valid_to > TODAY, known_at(schema.status_span, None))
        states = set(connection.execute(select(s.state).where(*held)).scalars())
        known = known_at(schema.recommendation_version, None)
        steps = set(connection.execute(select(r.state).where(known)).scalars())
        overdue = (known, r.state == "sent", r.reply_due_on < TODAY)
        assert connection.execute(select(func.count()).select_from(r.state.table).where(*overdue)).scalar()
    database.close()
    assert states == set(STATES)
    assert steps >= {"draft", "sent", "done", "refused", "withdrawn"}


def _a_place(database: Database) -> None:
    with database.write(SYSTEM, "hotspot.open") as change:
        first = StatusChange("DE_XUAT", TODAY, reason="phản ánh của khu phố")
        open_hotspot(change, real_place(change.connection), first, least=Extent(), is_different=True)


def real_place(connection: Any) -> Place:
    """Return a new place that lies where DB00001 does."""
    geometry = connection.execute(select(schema.hotspot_version.c.geom).limit(1)).scalar()
    return Place("Hẻm 12 Bến Bình Đông", "alley", geometry, ("ma_tuy",), 10, "gps", "khảo sát", TODAY)


def _a_visit(database: Database) -> None:
    add_bodies(database)
    add_visit(database)


def _a_document(database: Database) -> None:
    add_letter(database)


def _a_new_state(database: Database) -> None:
    with database.write(SYSTEM, "test.status") as change:
        e = schema.status_event
        values = {column.name: column for column in e.columns if column.name not in {"id", "uuid"}}
        row = change.connection.execute(select(*values.values()).limit(1)).one()
        change.connection.execute(e.insert().values(**row._mapping, uuid=str(uuid4())))
        change.note("hotspot", "DB00001")


@pytest.mark.parametrize(
    ("record", "found"),
    [(_a_place, "places"), (_a_visit, "visits"), (_a_document, "documents"), (_a_new_state, "places")],
)
def test_it_is_refused_beside_anything_real(
    database: Database, tmp_path: Path, record: Any, found: str
) -> None:
    record(database)
    with pytest.raises(Refused, match="demo_refused") as refused:
        load(database, tmp_path)
    assert refused.value.facts[found] == 1
    with database.read() as connection:
        assert find_demo(connection) is None


def test_it_needs_the_wards_of_quan_8(empty_database: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="demo_needs_wards"):
        load(empty_database, tmp_path)


def test_what_people_add_goes_with_its_places_and_what_is_real_stays(
    database: Database, tmp_path: Path
) -> None:
    load(database, tmp_path, Invention(TODAY, places=1, years=1))
    invented, real = invented_uuid("place", 0), "DB00001"
    with database.write(SYSTEM, "visit.record") as change:
        for place in (invented, real):
            record_visit(change, place, Visit(TODAY))
    _a_place(database)
    with database.read() as connection:
        loaded = find_demo(connection)
        assert loaded is not None
        cited = connection.execute(
            select(schema.document.c.id).where(schema.document.c.uuid == loaded.document_uuids[0])
        ).scalar_one()
    with database.write(SYSTEM, "test.cite") as change:
        own = schema.hotspot_version.c.name == "Hẻm 12 Bến Bình Đông"
        change.connection.execute(update(schema.hotspot_version).where(own).values(document_id=cited))
        change.note("hotspot", "cites")
    tie = schema.hotspot_lineage.c.happened_on == TODAY
    with database.write(SYSTEM, "test.merge") as change:
        ids = [get_place(change.connection, SYSTEM, name).id for name in (real, invented)]
        line = {"from_id": ids[0], "to_id": ids[1], "kind": "merge", "happened_on": TODAY}
        change.connection.execute(schema.hotspot_lineage.insert().values(**line, recorded_at=change.now))
        change.note("hotspot", real)
    with pytest.raises(Refused, match="demo_in_use") as refused:
        remove(database)
    assert refused.value.facts["places"] == [real]
    with database.write(SYSTEM, "test.part") as change:
        change.connection.execute(schema.hotspot_lineage.delete().where(tie))
        change.note("hotspot", real)
    remove(database)
    with database.read() as connection:
        real_now = find_real(connection)
        assert (real_now.places, real_now.visits, real_now.recommendations) == (1, 1, 0)
        assert connection.execute(select(schema.document.c.id).where(schema.document.c.id == cited)).scalar()
