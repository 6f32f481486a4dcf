"""What is owed by when, and what a day makes of it."""

from datetime import date

from layers.reporting.deadlines import Deadlines, find_reminder, find_report_day, judge, list_owed, list_rules
from layers.reporting.report_periods import Period, read_period

USUAL, LENIENT = Deadlines(), Deadlines(report_day=20, is_strict=False)


def test_a_ward_owes_nineteen_reports_a_year() -> None:
    owed = list_owed(2026, "ward")
    assert sum(rule.answer == "report" for rule, _ in owed) == 19
    assert [rule.code for rule, _ in owed if rule.answer == "receipt"] == ["PLAN", "CONFERENCE"]
    assert [(rule.code, period.code) for rule, period in list_owed(2026, "above")] == [("REPORT_138", "2026")]


def test_before_a_day_means_the_day_before_unless_the_switch_is_off() -> None:
    rules = {rule.code: rule for rule in list_rules()}
    year = read_period("year", "2012")
    assert rules["PLAN"].last_day(year, USUAL) == date(2012, 2, 19)
    assert rules["PLAN"].last_day(year, LENIENT) == date(2012, 2, 20)
    assert rules["REPORT_138"].last_day(year, USUAL) == date(2012, 11, 20)
    assert rules["REPORT_QUARTER"].last_day(read_period("quarter", "2012-q1"), USUAL) == date(2012, 3, 25)
    assert find_report_day(Period(date(2026, 2, 1), "month"), "ward", LENIENT) == date(2026, 2, 20)
    assert find_report_day(Period(date(2026, 2, 1), "month"), "above", USUAL) is None


def test_how_something_owed_stands() -> None:
    last_on = date(2026, 11, 25)
    days = {day: judge(last_on, None, date(2026, 11, day)) for day in (17, 18, 25, 26)}
    assert days == {17: "open", 18: "soon", 25: "soon", 26: "overdue"}
    assert judge(last_on, last_on, date(2026, 12, 1)) == "in_time"
    assert judge(last_on, date(2026, 11, 26), date(2026, 12, 1)) == "late"
    reminders = [find_reminder(last_on, date(2026, 11, day)) for day in (17, 18, 21, 22, 24, 25, 26)]
    assert reminders == [None, 7, 7, 3, 1, 1, 0]
