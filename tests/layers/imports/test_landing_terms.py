"""What holds for all rows: what comes of one has the same identifier however often it is written."""

from datetime import date

from layers.imports.landing_terms import Terms


def test_a_row_has_one_identifier_of_its_own() -> None:
    uuid = "8e3b5bb2-6f2b-4f3c-9d62-0d1b0f6f7a01"
    terms = Terms(date(2020, 1, 1), date(2026, 11, 22), file_name="a.zip", code="NT00001", uuid=uuid)
    assert terms.row_uuid(1) == terms.row_uuid(1) != terms.row_uuid(2)
    assert terms.origin == "a.zip (NT00001)"
