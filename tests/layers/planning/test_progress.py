"""Planned against done: visits by month, of places that the reader sees, ward by ward."""

from datetime import date

from layers.actor import SYSTEM
from layers.areas.boundaries import get_boundary_row
from layers.places.references import find_hotspot_row
from layers.planning.frequencies import Planner
from layers.planning.progress import WardYear, read_ward, read_year
from layers.planning.quotas import Quota
from layers.planning.supervision_plans import PlanDraft, put_plan
from layers.store.database import Database
from tests.conftest import CountStatements
from tests.layers.planning.rules import account_for
from tests.rows import add_visits, convert

TODAY = date(2026, 11, 22)
BINH_DONG, PHU_DINH, CHANH_HUNG = "27424@2025-07-01", "27427@2025-07-01", "27418@2025-07-01"


def _plan(database: Database) -> None:
    with database.write(SYSTEM, "plan.put") as change:
        quotas = {"DB00003": Quota(per_month=2, from_month=9), "DB00004": Quota(every_days=30)}
        put_plan(change, PHU_DINH, 2026, PlanDraft(quotas), Planner(), version=0)
        place = find_hotspot_row(change.connection, "DB00003")
        add_visits(change, place, date(2026, 9, 3), date(2026, 9, 20), date(2026, 10, 31), date(2025, 12, 31))
        add_visits(change, place, date(2026, 10, 2), state="cancelled")
        add_visits(change, place, date(2026, 11, 25), date(2026, 11, 21), state="planned")


def test_visits_are_counted_by_month_and_compared_with_what_is_owed(database: Database) -> None:
    _plan(database)
    with database.read() as connection:
        row = get_boundary_row(connection, PHU_DINH)
        told = read_ward(connection, SYSTEM, WardYear(row, 2026, TODAY), Planner())
    places = {place.code: place for place in told.places}
    figures = [(m.wanted, m.owed, m.done, m.planned, m.short) for m in places["DB00003"].months[8:]]
    assert figures == [(2, 2, 2, 0, 0), (2, 2, 1, 0, 1), (2, 1, 0, 1, 1), (2, 0, 0, 0, 0)]
    assert places["DB00003"].totals.wanted == 8
    assert sum(month.wanted for month in places["DB00004"].months) == 12
    assert (places["DB00003"].last_on, places["DB00003"].due_on) == (date(2026, 10, 31), date(2026, 11, 7))


def test_every_ward_that_leads_a_place_is_told_in_order_in_few_questions(
    database: Database, count_statements: CountStatements
) -> None:
    _plan(database)
    with count_statements(database) as asked, database.read() as connection:
        wards = read_year(connection, SYSTEM, 2026, TODAY, Planner())
    assert len(asked) == 6
    told = {ward.name: (len(ward.planned), len(ward.missing)) for ward in wards}
    assert list(told.items()) == [("Phường Bình Đông", (0, 1)), ("Phường Phú Định", (2, 1))]
    assert sum(sum(counts) for counts in told.values()) == 4, "a place in several wards counts once"


def test_a_reader_is_told_of_his_places_alone(database: Database) -> None:
    _plan(database)
    reader = account_for(database, "viewer", CHANH_HUNG)
    with database.read() as connection:
        wards = read_year(connection, reader, 2026, TODAY, Planner())
        row = get_boundary_row(connection, PHU_DINH)
        lead = read_ward(connection, reader, WardYear(row, 2026, TODAY), Planner())
    seen = {place.code for ward in wards for place in ward.places}
    assert "DB00003" in seen
    assert "DB00004" not in seen
    assert [place.code for place in lead.places] == ["DB00003"]


def test_a_past_year_is_told_by_its_own_wards_and_states(database: Database) -> None:
    with database.write(SYSTEM, "status.record") as change:
        convert(change, find_hotspot_row(change.connection, "DB00001"), date(2020, 5, 1))
    with database.read() as connection:
        years = {
            year: [
                ward
                for ward in read_year(connection, SYSTEM, year, TODAY, Planner())
                if "DB00001" in str(ward)
            ]
            for year in (2010, 2014, 2022)
        }
    assert years[2010] == [], "before anybody knew of it"
    ((old,), (later,)) = years[2014], years[2022]
    assert (old.name, later.name) == ("Phường 6", "Phường 6")
    assert [ward.missing[0].status for ward in (old, later)] == ["THEO_DOI", "DA_CHUYEN_HOA"]
