"""Publishing a draft: only what changed, as people decided, with rights and memberships following."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from random import Random

import pytest
import shapely
from sqlalchemy import select

from geo.shapes.topology import coverage_faults
from geo.types import DATE_MIN
from layers.actor import SYSTEM, Actor
from layers.areas.boundaries import list_areas, list_successions, list_vintages, wards_of_version
from layers.areas.draft_edits import merge_areas, put_area, remove_area, split_area
from layers.areas.publication import publish_draft
from layers.areas.successions import confirm_successions, decide_succession, propose_successions
from layers.areas.vintage_drafts import DraftRef, list_drafts
from layers.areas.vintages import Area, Vintage, publish_vintage
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.store.database import Database
from layers.store.features import get_page
from layers.store.query import FeatureQuery
from layers.store.schema import boundary, hotspot, hotspot_version
from tests.geo.quan8 import TO_2024
from tests.layers.areas.drafting import DAY, SET, act, act_as, area_of, begin, coordinator, facts, read

EAST, SOUTH, WEST = "Phường Chánh Hưng", "Phường Phú Định", "Phường Bình Đông"
BEFORE, AFTER = date(2026, 12, 31), DAY


def _merged(database: Database) -> DraftRef:
    """Return a draft in which East and West are one, decided on."""
    ref = begin(database)
    keys = [area_of(database, ref, name).key for name in (EAST, WEST)]
    ref = act(database, ref, merge_areas, keys, facts("27424", "Phường Mới"))
    return act(database, ref, confirm_successions)


def _names(database: Database, day: date) -> set[str]:
    with database.read() as connection:
        return {row.name for row in list_areas(connection, day)}


def _wards(database: Database, code: str, day: date) -> list[tuple[str, bool]]:
    with database.read() as connection:
        v = hotspot_version.c
        version = select(v.id).join(hotspot, hotspot.c.id == v.hotspot_id).where(hotspot.c.code == code)
        rows = wards_of_version(connection, connection.execute(version).scalar_one(), day)
        return [(row.name, row.is_lead) for row in rows]


def _seen(database: Database, actor: Actor) -> set[object]:
    with database.read() as connection:
        page = get_page(connection, actor, "hotspots", FeatureQuery(BEFORE))
        return {one.properties["code"] for one in page.features}


def test_only_what_changed_is_published_and_the_rest_goes_on(database: Database) -> None:
    kept = _names(database, BEFORE) - {EAST, WEST}
    ref = act(database, _merged(database), publish_draft, acknowledged=False)
    assert _names(database, BEFORE) == kept | {EAST, WEST}
    assert _names(database, AFTER) == kept | {"Phường Mới"}
    with database.read() as connection:
        begun = (
            connection.execute(select(boundary.c.name).where(boundary.c.valid_from == DAY)).scalars().all()
        )
        assert list_vintages(connection)[-1].title == SET.title
        assert list_drafts(connection) == []
    assert begun == ["Phường Mới"]
    draft = read(database, ref)
    assert draft.ended_at is not None
    assert draft.vintage_id is not None


def test_what_was_decided_is_the_succession(database: Database) -> None:
    ref = _merged(database)
    with database.read() as connection:
        pairs = {one.old_name: one.pair for one in propose_successions(connection, ref.id)}
    ref = act(database, ref, decide_succession, {pairs[EAST]: "part", pairs[WEST]: "none"})
    act(database, ref, publish_draft, acknowledged=False)
    with database.read() as connection:
        rows = [row for row in list_successions(connection) if row.new_from == DAY]
    assert [(row.old_name, row.new_name, row.kind) for row in rows] == [(EAST, "Phường Mới", "part")]
    assert rows[0].share_of_from == pytest.approx(1)
    assert WEST not in _names(database, AFTER), "it ends, whatever follows it"


def test_places_get_their_wards_in_the_new_set(database: Database) -> None:
    act(database, _merged(database), publish_draft, acknowledged=False)
    assert _wards(database, "DB00001", AFTER) == [("Phường Mới", True)]
    assert _wards(database, "DB00001", BEFORE) == [(WEST, True)]
    across = dict(_wards(database, "DB00003", AFTER))
    assert set(across) == {"Phường Mới", SOUTH}
    assert sum(across.values()) == 1
    assert sum(dict(_wards(database, "DB00003", BEFORE)).values()) == 1, "and still leads where it led"


def test_rights_follow_succession(database: Database) -> None:
    west = coordinator(database, "27424@2025-07-01", name="tay", role="officer")
    before = _seen(database, west)
    act(database, _merged(database), publish_draft, acknowledged=False)
    new = coordinator(database, "27424@2027-01-01", name="moi", role="officer")
    assert _seen(database, new) == {"DB00001", "DB00003"}
    assert _seen(database, west) == before == {"DB00001"}


@pytest.mark.parametrize("lacking", ["decisions", "acknowledgement", "changes", "coverage"])
def test_what_is_not_ready_is_refused_and_nothing_is_kept(database: Database, lacking: str) -> None:
    ref = begin(database)
    west = area_of(database, ref, WEST)
    if lacking == "decisions":
        ref = act(database, ref, put_area, replace(west.area, name="Phường Tây"), key=west.key)
    if lacking == "acknowledgement":
        ref = act(database, ref, remove_area, west.key)
    if lacking == "coverage":
        ref = act(database, ref, put_area, facts("27999", "Phường Mới").drawn(west.area.geometry))
    code = {
        "decisions": "succession_undecided",
        "acknowledgement": "land_not_acknowledged",
        "changes": "draft_unchanged",
        "coverage": "coverage_faulty",
    }[lacking]
    with pytest.raises(Refused, match=code):
        act(database, ref, publish_draft, acknowledged=lacking != "acknowledgement")
    assert read(database, ref).version == ref.version
    assert WEST in _names(database, AFTER)


def test_a_ward_may_end_without_an_heir_when_somebody_means_it(database: Database) -> None:
    ref = begin(database)
    ref = act(database, ref, remove_area, area_of(database, ref, WEST).key)
    act(database, ref, publish_draft, acknowledged=True)
    assert WEST not in _names(database, AFTER)
    assert _wards(database, "DB00001", AFTER) == []
    assert _wards(database, "DB00001", BEFORE) == [(WEST, True)]


def test_what_others_published_meanwhile_makes_a_draft_outdated(database: Database) -> None:
    ref = _merged(database)
    with database.write(SYSTEM, "boundary.publish") as change:
        far = Area("99999", "Phường Xa", "Phường Xa", "ward", shapely.box(107, 10, 107.01, 10.01))
        publish_vintage(change, Vintage(date(2026, 12, 1), "Khác", "Khác", "Khác"), [far])
    with pytest.raises(Refused, match="draft_outdated"):
        act(database, ref, publish_draft, acknowledged=True)


def test_it_is_published_once_by_who_looked_last(database: Database) -> None:
    ref = _merged(database)
    with pytest.raises(StaleVersion):
        act(database, replace(ref, version=1), publish_draft, acknowledged=True)
    after = act(database, ref, publish_draft, acknowledged=True)
    with pytest.raises(Refused, match="draft_ended"):
        act(database, after, publish_draft, acknowledged=True)


def test_a_coordinator_publishes_his_own_land_only(database: Database) -> None:
    ref = _merged(database)
    with pytest.raises(OutsideScope, match="boundary_outside_area"):
        act_as(coordinator(database, "27424@2025-07-01"), database, ref, publish_draft, acknowledged=True)
    act_as(coordinator(database, "776", name="quan-8"), database, ref, publish_draft, acknowledged=True)
    assert "Phường Mới" in _names(database, AFTER)


def test_the_first_set_of_an_empty_register_is_drawn(empty_database: Database) -> None:
    ref = begin(empty_database)
    ref = act(
        empty_database, ref, put_area, facts("1", "Phường Một").drawn(shapely.box(107, 10, 107.01, 10.01))
    )
    act(empty_database, ref, publish_draft, acknowledged=True)
    assert _names(empty_database, AFTER) == {"Phường Một"}
    assert _names(empty_database, BEFORE) == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_wards_merged_and_cut_anyhow_are_published_with_all_their_land(
    empty_database: Database, seed: int
) -> None:
    old = [
        Area(str(27001 + at), name, name, "ward", shape) for at, (name, shape) in enumerate(TO_2024.items())
    ]
    with empty_database.write(SYSTEM, "boundary.publish") as change:
        publish_vintage(change, Vintage(DATE_MIN, "Cũ", "Cũ", "Cũ"), old)
    ref, chance = begin(empty_database), Random(seed)
    for step in range(4):
        drafted = list(read(empty_database, ref).areas)
        ward, *others = chance.sample(drafted, k=len(drafted))
        whole, code = ward.area.geometry, 27900 + 2 * step
        x, (_, south, _, north) = whole.centroid.x, whole.bounds
        parts = facts(str(code), f"Phường {code}"), facts(str(code + 1), f"Phường {code + 1}")
        if step % 2:
            line = shapely.LineString([(x, south - 0.01), (x, north + 0.01)])
            ref = act(empty_database, ref, split_area, ward.key, line, parts)
        else:
            beside = max(others, key=lambda one: shapely.length(whole.intersection(one.area.geometry)))
            ref = act(empty_database, ref, merge_areas, [ward.key, beside.key], parts[0])
    ref = act(empty_database, ref, confirm_successions)
    act(empty_database, ref, publish_draft, acknowledged=False)
    with empty_database.read() as connection:
        b = boundary.c
        held = connection.execute(select(b.geom).where(b.valid_from <= DAY, b.valid_to > DAY)).scalars().all()
        shares: dict[str, float] = defaultdict(float)
        for row in list_successions(connection):
            shares[row.old_code] += row.share_of_from
    assert coverage_faults(held) == ()
    assert shapely.area(held).sum() == pytest.approx(shapely.area(list(TO_2024.values())).sum(), rel=1e-9)
    assert {code: round(total, 3) for code, total in shares.items()} == dict.fromkeys(shares, 1.0)
