"""Figures of reports: drawn from what is recorded, for an area above from its wards."""

from dataclasses import replace
from datetime import date

from layers.planning.frequencies import Planner
from layers.reporting.facts import draw_facts
from layers.reporting.report_periods import Period
from layers.reporting.reports import current_facts
from layers.store.database import Database
from tests.layers.planning.rules import account_for
from tests.layers.reporting.writing import CHANH_HUNG, QUAN_8, begin, count, read

TODAY = date(2026, 11, 22)


def test_an_area_above_is_drawn_from_its_wards(database: Database) -> None:
    count(database, {"TP": 12})
    count(database, {"TP": 5, "MD": 2}, CHANH_HUNG)
    coordinator = account_for(database, "coordinator", QUAN_8)
    code = begin(database, coordinator, QUAN_8, Period(date(2026, 1, 1), "year"))
    report = read(database, code, coordinator)
    with database.read() as connection:
        facts = current_facts(connection, report, TODAY, Planner())
        told = {fact.code: fact for fact in facts.facts}
        assert (told["TP"].value, told["TP"].told, told["TP"].of) == (17, 2, 3)
        assert told["TP"].is_missing, "Phú Định has counted nothing"
        assert [ward.name for ward in facts.wards] == [
            "Phường Bình Đông",
            "Phường Chánh Hưng",
            "Phường Phú Định",
        ]
        assert told["HS_ACTIVE"].value == 4
        assert sum(ward.values["HS_ACTIVE"] or 0 for ward in facts.wards) > 4, (
            "shared places count in each ward"
        )
        assert "CONV_RATE" in told
        reader = replace(report, rights=replace(report.rights, count=False))
        shown = current_facts(connection, reader, TODAY, Planner())
        masked = {fact.code: fact.is_masked for fact in shown.facts}
        assert (masked["MD"], masked["TP"]) == (True, False)
        assert "TP" not in shown.wards[0].values
        again = draw_facts(connection, report.head.owner, report.head.period, TODAY, Planner())
        assert again.to_json() == facts.to_json()
