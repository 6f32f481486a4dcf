"""Drafts of boundaries: begun as what is in force, revised by one editor at a time, kept when they end."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from geo.errors import PersonalData
from geo.types import DATE_MAX
from layers.areas.boundaries import list_areas
from layers.areas.draft_edits import remove_area
from layers.areas.vintage_drafts import DraftRef, discard_draft, get_draft, list_drafts, revise_draft
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.store.database import Database
from layers.store.schema import audit
from tests.layers.areas.drafting import DAY, SET, act, act_as, area_of, begin, coordinator, read


def test_a_draft_starts_as_what_holds_on_its_day(database: Database) -> None:
    draft = read(database, begin(database))
    with database.read() as connection:
        held = list_areas(connection, DAY)
    assert (draft.vintage, draft.version, draft.changed) == (SET, 1, ())
    assert {(one.from_id, one.area.code, one.area.name) for one in draft.areas} == {
        (row.id, row.code, row.name) for row in held
    }


def test_a_repeated_request_begins_nothing(database: Database) -> None:
    editor = coordinator(database, "776")
    first = begin(database, editor)
    assert begin(database, editor, replace(SET, title="Khác")) == first
    with database.read() as connection:
        (row,) = list_drafts(connection)
    assert (row.id, row.title, row.areas, row.changed, row.begun_by) == (
        first.id,
        SET.title,
        6,
        0,
        "dieu-phoi",
    )


def test_a_draft_of_an_empty_register_is_empty(empty_database: Database) -> None:
    assert read(empty_database, begin(empty_database)).areas == ()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"valid_from": date(2025, 7, 1)}, "vintage_exists"),
        ({"valid_from": DATE_MAX}, "vintage_day_invalid"),
        ({"title": " "}, "area_text_invalid"),
        ({"source": "x" * 301}, "area_text_invalid"),
    ],
    ids=["taken", "never", "empty", "long"],
)
def test_what_cannot_be_published_is_not_begun(
    database: Database, given: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        begin(database, vintage=replace(SET, **given))


def test_a_text_that_names_a_person_is_refused(database: Database) -> None:
    with pytest.raises(PersonalData):
        begin(database, vintage=replace(SET, source="Ông Nguyễn Văn An, 0903 123 456"))


def test_only_who_publishes_boundaries_begins_a_draft(database: Database) -> None:
    officer = coordinator(database, "776", role="officer")
    with pytest.raises(OutsideScope, match="not_allowed"):
        begin(database, officer)


def test_a_revised_draft_keeps_its_areas_and_tells_its_history(database: Database) -> None:
    ref = begin(database)
    later = replace(SET, valid_from=date(2027, 7, 1), title="Sắp xếp  giữa năm")
    act(database, ref, revise_draft, later)
    draft = read(database, ref)
    assert draft.vintage == replace(later, title="Sắp xếp giữa năm")
    assert (draft.version, len(draft.areas)) == (2, 6)
    with database.read() as connection:
        a = audit.c
        told = connection.execute(
            select(a.before, a.after).where(a.object_type == "boundary_draft").order_by(a.id)
        )
        (_, begun), (before, after) = told.all()
    assert '"2027-01-01"' in begun == before
    assert '"2027-07-01"' in after


def test_a_stale_editor_is_told_and_changes_nothing(database: Database) -> None:
    ref = begin(database)
    act(database, ref, revise_draft, replace(SET, title="Bản hai"))
    for do in (revise_draft, discard_draft):
        given = (SET,) if do is revise_draft else ()
        with pytest.raises(StaleVersion) as told:
            act(database, ref, do, *given)
        assert told.value.facts == {"started_from": 1, "present": 2}
    assert read(database, ref).vintage.title == "Bản hai"


def test_a_discarded_draft_is_read_but_changed_no_more(database: Database) -> None:
    ref = begin(database)
    key = area_of(database, ref, "Phường Bình Đông").key
    ref = act(database, ref, discard_draft)
    draft = read(database, ref)
    assert draft.ended_at is not None
    assert (draft.vintage_id, len(draft.areas)) == (None, 6)
    with database.read() as connection:
        assert list_drafts(connection) == []
    with pytest.raises(Refused, match="draft_ended"):
        act(database, draft.ref, remove_area, key)


def test_a_draft_that_is_not_there_is_not_found(database: Database) -> None:
    with database.read() as connection, pytest.raises(NotFound, match="draft_not_found"):
        get_draft(connection, 7)
    with pytest.raises(NotFound, match="draft_not_found"):
        act(database, DraftRef(7, 1), discard_draft)


def test_of_editors_at_the_same_moment_one_gets_through(database: Database) -> None:
    """Whoever is not first is told, whatever the database: nothing is lost, nothing done twice."""
    ref = begin(database)
    names = [one.area.name for one in read(database, ref).areas][:4]

    def remove(name: str) -> str:
        try:
            act(database, ref, remove_area, area_of(database, ref, name).key)
        except StaleVersion:
            return "told"
        return "done"

    with ThreadPoolExecutor(len(names)) as editors:
        assert sorted(editors.map(remove, names)) == ["done", "told", "told", "told"]
    assert (len(read(database, ref).areas), read(database, ref).version) == (5, 2)


def test_a_request_sent_twice_at_once_begins_one_draft(database: Database) -> None:
    with ThreadPoolExecutor(3) as editors:
        assert len(set(editors.map(lambda _: begin(database), range(3)))) == 1


def test_others_than_coordinators_discard_nothing(database: Database) -> None:
    ref = begin(database)
    with pytest.raises(OutsideScope, match="not_allowed"):
        act_as(coordinator(database, "776", role="admin"), database, ref, discard_draft)
