"""Templates of the office: numbered, the newest in force, none ever lost."""

import pytest

from geo.errors import PersonalData
from layers.actor import SYSTEM
from layers.errors import NotFound, OutsideScope
from layers.reporting.templates import add_template, find_template, get_template, list_templates
from layers.store.database import Database
from tests.layers.planning.rules import account_for
from tests.layers.reporting.writing import BINH_DONG


def test_the_newest_template_is_in_force_until_the_office_goes_back(database: Database) -> None:
    with database.read() as connection:
        assert find_template(connection) is None
    for digest, name in (("a" * 64, "mau-1.docx"), ("b" * 64, "mau-2.docx")):
        with database.write(SYSTEM, "report.template") as change:
            add_template(change, digest, name, 1000)
    with database.read() as connection:
        found = find_template(connection)
        assert found is not None
        assert (found.number, found.sha256, found.size_bytes) == (2, "b" * 64, 1000)
    with database.write(SYSTEM, "report.template") as change:
        add_template(change, "", "Mẫu của phần mềm", 0)
    with database.read() as connection:
        assert find_template(connection) is None
        assert [one.number for one in list_templates(connection)] == [3, 2, 1]
        assert get_template(connection, 1).name == "mau-1.docx"
        with pytest.raises(NotFound, match="report_template_not_found"):
            get_template(connection, 4)


def test_only_whoever_keeps_the_lists_changes_it(database: Database) -> None:
    officer = account_for(database, "officer", BINH_DONG)
    with pytest.raises(OutsideScope), database.write(officer, "report.template") as change:
        add_template(change, "a" * 64, "mau.docx", 1000)
    with pytest.raises(PersonalData), database.write(SYSTEM, "report.template") as change:
        add_template(change, "a" * 64, "mẫu của ông Nguyễn Văn Tám 0903123456.docx", 1000)
