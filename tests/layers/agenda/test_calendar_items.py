"""Values of the calendar: their order, and where a day begins."""

from dataclasses import replace
from datetime import UTC, date, datetime

from layers.agenda.calendar_items import DAY, Item, midnight

ON = date(2026, 11, 22)
ONE = Item("due", "due-DB00001", "DB00001", ON, ON + DAY, "Hẻm 12", datetime(2026, 11, 1, tzinfo=UTC))


def test_a_day_begins_in_viet_nam() -> None:
    assert midnight(ON) == datetime(2026, 11, 21, 17, tzinfo=UTC)


def test_items_are_ordered_by_day_then_kind_then_vietnamese_name() -> None:
    items = [
        replace(ONE, start=date(2026, 11, 23)),
        replace(ONE, kind="made"),
        replace(ONE, name="Hẻm 100"),
        ONE,
        replace(ONE, name="Đường Ba Tháng Hai"),
        replace(ONE, name="Dạ Nam"),
        replace(ONE, kind="plan"),
    ]
    ordered = sorted(items, key=lambda one: one.order)
    assert [(one.start.day, one.kind, one.name) for one in ordered] == [
        (22, "plan", "Hẻm 12"),
        (22, "due", "Dạ Nam"),
        (22, "due", "Đường Ba Tháng Hai"),
        (22, "due", "Hẻm 12"),
        (22, "due", "Hẻm 100"),
        (22, "made", "Hẻm 12"),
        (23, "due", "Hẻm 12"),
    ]
