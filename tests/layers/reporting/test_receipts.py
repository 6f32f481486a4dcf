"""Receipts of papers: only of what is owed as one, by whoever checks reports there."""

from datetime import date

import pytest

from layers.actor import SYSTEM
from layers.errors import NotFound, OutsideScope, Refused
from layers.reporting.receipts import record_receipt
from layers.store.database import Database
from tests.layers.planning.rules import account_for
from tests.layers.reporting.writing import BINH_DONG, CHANH_HUNG


def test_a_receipt_is_of_a_paper_that_is_owed(database: Database) -> None:
    officer = account_for(database, "officer", BINH_DONG)
    with (
        pytest.raises(OutsideScope, match="not_allowed"),
        database.write(officer, "receipt.record") as change,
    ):
        record_receipt(change, "PLAN", BINH_DONG, 2026, date(2026, 2, 19))
    elsewhere = account_for(database, "coordinator", CHANH_HUNG)
    refused = [
        (elsewhere, "PLAN", BINH_DONG, date(2026, 2, 19), OutsideScope),
        (SYSTEM, "REPORT_MONTH", BINH_DONG, date(2026, 2, 19), Refused),
        (SYSTEM, "PLAN", BINH_DONG, date(2026, 12, 1), Refused),
        (SYSTEM, "PLAN", "27424@start", date(2026, 2, 1), NotFound),
    ]
    for actor, rule, area, day, error in refused:
        with pytest.raises(error), database.write(actor, "receipt.record") as change:
            record_receipt(change, rule, area, 2026, day)
