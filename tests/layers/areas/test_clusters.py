"""Ward clusters by year: each ward once, kept by one editor at a time, carried over through successions."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from geo.errors import PersonalData
from layers.actor import SYSTEM
from layers.areas.boundaries import list_areas
from layers.areas.clusters import (
    Cluster,
    ClusterYear,
    carry_over,
    get_clusters,
    list_choices,
    list_wards,
    list_years,
    put_clusters,
    unassigned_wards,
)
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.store.database import Database
from layers.store.features import get_page
from layers.store.query import FeatureQuery
from layers.store.schema import audit, ward_cluster_member
from tests.layers.areas.drafting import coordinator

EAST, SOUTH, WEST = "27418@2025-07-01", "27427@2025-07-01", "27424@2025-07-01"
TWO = (Cluster(1, "Cụm 1", (EAST, SOUTH)), Cluster(2, "Cụm 2", (WEST,)))


def _put(database: Database, year: int, version: int, *clusters: Cluster) -> int:
    with database.write(SYSTEM, "list.put_clusters") as change:
        return put_clusters(change, year, version, clusters)


def _get(database: Database, year: int) -> ClusterYear:
    with database.read() as connection:
        return get_clusters(connection, year)


def _old_wards(database: Database) -> dict[str, str]:
    with database.read() as connection:
        return {ward.name: ward.public_id for ward in list_wards(connection, 2024)}


def test_a_year_begins_without_clusters_and_says_which_wards_wait(database: Database) -> None:
    assert _get(database, 2026) == ClusterYear(2026, 0, ())
    with database.read() as connection:
        assert [ward.name for ward in unassigned_wards(connection, 2026)] == [
            "Phường Bình Đông",
            "Phường Chánh Hưng",
            "Phường Phú Định",
        ]
        wards = list_wards(connection, 2026)
    assert [ward.is_partial for ward in wards] == [False] * 3 + [True] * 3, "what is drawn in part comes last"


def test_clusters_are_kept_renamed_and_removed(database: Database) -> None:
    assert _put(database, 2026, 0, *TWO) == 1
    assert _get(database, 2026) == ClusterYear(2026, 1, TWO)
    renamed = replace(TWO[1], name="Cụm  Tây", wards=(SOUTH, WEST))
    assert _put(database, 2026, 1, renamed) == 2
    assert _get(database, 2026).clusters == (Cluster(2, "Cụm Tây", (WEST, SOUTH)),)
    with database.read() as connection:
        assert [ward.public_id for ward in unassigned_wards(connection, 2026)] == [EAST]
        assert (list_years(connection), list_choices(connection, 2026)) == (
            [2026],
            [("cluster-2026-2", "Cụm Tây")],
        )
        told = connection.execute(
            select(audit.c.before, audit.c.after).order_by(audit.c.id.desc()).limit(1)
        ).one()
    assert "Cụm 1" in told.before
    assert "Cụm Tây" in told.after


def test_names_are_swapped_in_one_step(database: Database) -> None:
    _put(database, 2026, 0, *TWO)
    _put(database, 2026, 1, replace(TWO[0], name="Cụm 2"), replace(TWO[1], name="Cụm 1"))
    assert [cluster.name for cluster in _get(database, 2026).clusters] == ["Cụm 2", "Cụm 1"]


def test_of_two_editors_the_later_is_told(database: Database) -> None:
    _put(database, 2026, 0, *TWO)
    with pytest.raises(StaleVersion) as told:
        _put(database, 2026, 0, Cluster(1, "Khác"))
    assert told.value.facts == {"started_from": 0, "present": 1}
    assert _get(database, 2026).clusters == TWO


@pytest.mark.parametrize(
    ("clusters", "code"),
    [
        ([Cluster(1, "Cụm 1", (EAST,)), Cluster(2, "Cụm 2", (EAST,))], "cluster_ward_repeated"),
        ([Cluster(1, "Cụm 1", (EAST, EAST))], "cluster_ward_repeated"),
        ([Cluster(1, "Cụm 1", ("27418@start",))], "cluster_ward_unknown"),
        ([Cluster(1, " ")], "cluster_name_invalid"),
        ([Cluster(1, "x" * 61)], "cluster_name_invalid"),
        ([Cluster(1, "Cụm 1"), Cluster(2, "CỤM 1")], "cluster_name_repeated"),
        ([Cluster(1, "Cụm 1"), Cluster(1, "Cụm 2")], "cluster_name_repeated"),
        ([Cluster(number, f"Cụm {number}") for number in range(1, 22)], "cluster_too_many"),
    ],
    ids=["two clusters", "twice", "gone", "nameless", "long", "same name", "same number", "many"],
)
def test_what_cannot_be_is_refused(database: Database, clusters: list[Cluster], code: str) -> None:
    with pytest.raises(Refused, match=code):
        _put(database, 2026, 0, *clusters)
    assert _get(database, 2026).version == 0


def test_years_far_away_persons_and_other_roles_are_refused(database: Database) -> None:
    with pytest.raises(Refused, match="cluster_year_invalid"):
        _put(database, 1999, 0, *TWO)
    with pytest.raises(PersonalData):
        _put(database, 2026, 0, Cluster(1, "Cụm bà Nguyễn Thị Lan"))
    actor = coordinator(database, "776")
    with pytest.raises(OutsideScope), database.write(actor, "list.put_clusters") as change:
        put_clusters(change, 2026, 0, TWO)


def test_the_database_itself_knows_a_ward_once_a_year(database: Database) -> None:
    _put(database, 2026, 0, *TWO)
    with pytest.raises(IntegrityError), database.write(SYSTEM, "test") as change:
        m = ward_cluster_member.c
        row = change.connection.execute(select(m.year_id, m.cluster_id, m.boundary_id).limit(1)).one()
        change.connection.execute(insert(ward_cluster_member).values(**row._mapping))
        change.note("test", "1")


def test_the_next_year_takes_over_who_is_still_there(database: Database) -> None:
    _put(database, 2026, 0, *TWO)
    with database.read() as connection:
        assert carry_over(connection, 2027) == TWO
        assert carry_over(connection, 2026) == ()


def test_new_wards_go_where_most_of_their_land_was(database: Database) -> None:
    """From the 16 wards of 2024 through the 10 of 2025 to the 3 of 2026, those that went along the way left out."""
    wards = _old_wards(database)
    east = tuple(wards[f"Phường {number}"] for number in range(1, 6))
    west = tuple(wards[f"Phường {number}"] for number in (6, 7, 14, 15, 16))
    _put(database, 2024, 0, Cluster(1, "Đông", east), Cluster(2, "Tây", west))
    with database.read() as connection:
        carried = {ward: one.name for one in carry_over(connection, 2026) for ward in one.wards}
        names = {ward.public_id: ward.name for ward in list_wards(connection, 2026)}
    found = {names[ward]: cluster for ward, cluster in carried.items()}
    assert found["Phường Chánh Hưng"] == "Đông"
    assert found["Phường Bình Đông"] == "Tây"
    assert "Xã Bình Hưng" not in found, "what is drawn in part is guided from elsewhere"


def test_places_are_filtered_by_cluster_on_any_day(database: Database) -> None:
    _put(database, 2026, 0, *TWO)

    def found(area: str, day: date) -> set[object]:
        with database.read() as connection:
            page = get_page(connection, SYSTEM, "hotspots", FeatureQuery(day, area=area))
            return {one.properties["code"] for one in page.features}

    with database.read() as connection:
        assert len(list_areas(connection, date(2013, 1, 1))) > 3, "other wards than those of the cluster"
    for day in (date(2026, 11, 22), date(2013, 1, 1)):
        assert found("cluster-2026-1", day) == {"DB00002", "DB00003", "DB00004"}
        assert found("cluster-2026-2", day) == {"DB00001"}
    assert found("cluster-2026-3", date(2026, 11, 22)) == set()
