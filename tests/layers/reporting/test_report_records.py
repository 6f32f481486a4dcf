"""Which reports somebody sees: drafts only where he writes or checks them."""

from layers.actor import SYSTEM
from layers.reporting.report_records import ReportQuery, list_reports
from layers.store.database import Database
from tests.layers.planning.rules import account_for
from tests.layers.reporting.writing import BINH_DONG, CHANH_HUNG, QUAN_8, begin, submit_report


def test_lists_hold_what_the_reader_may_know_of(database: Database) -> None:
    draft, elsewhere = begin(database), begin(database, area=CHANH_HUNG)
    submitted = submit_report(database, "27424@start")
    seen = {
        ("viewer", BINH_DONG): [submitted],
        ("officer", BINH_DONG): [draft, submitted],
        ("coordinator", QUAN_8): [draft, elsewhere, submitted],
        ("partner", CHANH_HUNG): [],
    }
    for (role, area), codes in seen.items():
        actor = account_for(database, role, area)
        with database.read() as connection:
            told = [head.code for head in list_reports(connection, actor, ReportQuery())]
            assert told == codes, (role, area)
    with database.read() as connection:
        for asked, told in (
            (ReportQuery(year=2025), [submitted]),
            (ReportQuery(state="draft"), [draft, elsewhere]),
            (ReportQuery(kind="year"), []),
        ):
            assert [head.code for head in list_reports(connection, SYSTEM, asked)] == told
