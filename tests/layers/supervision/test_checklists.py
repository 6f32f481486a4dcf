"""Check lists: versions that stay, scales from best to worst, and facts that warn."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import PersonalData
from layers.actor import SYSTEM
from layers.errors import NotFound, OutsideScope, Refused
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store.database import Database
from layers.store.schema import checklist, checklist_item
from layers.supervision.checklists import (
    MOST_ITEMS,
    NO_CHECKLIST,
    SCALES,
    Checklist,
    Item,
    add_default_checklist,
    get_checklist,
    get_current_checklist,
    publish_checklist,
    read_default_items,
)
from tests.conftest import Clock

_ITEM = Item("needles", "Có thấy kim tiêm không?", "Are needles seen?", "none_few_many", "few")


def _publish(database: Database, *items: Item) -> int:
    with database.write(SYSTEM, "checklist.publish") as change:
        return publish_checklist(change, items)


@pytest.fixture
def bare(database: Database) -> Database:
    """Return the database without any list, whatever the default data hold."""
    with database.write(SYSTEM, "checklist.remove") as change:
        change.note("checklist", "all")
        change.connection.execute(checklist_item.delete())
        change.connection.execute(checklist.delete())
    return database


def test_the_default_list_holds_facts_that_can_be_seen() -> None:
    items = read_default_items()
    assert {"needles", "strangers", "lighting", "camera", "patrol", "residents", "community"} <= {
        item.code for item in items
    }
    assert all(item.scale in SCALES for item in items)
    assert all(item.warns_at is None or item.warns_at in item.answers for item in items)


def test_the_default_list_is_added_once(bare: Database) -> None:
    with bare.write(SYSTEM, "checklist.add") as change:
        assert get_current_checklist(change.connection) == NO_CHECKLIST
        assert add_default_checklist(change) == 1
        assert add_default_checklist(change) == 1
    with bare.read() as connection:
        assert get_current_checklist(connection).items == read_default_items()


def test_a_new_version_leaves_the_old_one_readable(bare: Database, clock: Clock) -> None:
    first = _publish(bare, _ITEM)
    with bare.read() as connection:
        old = get_current_checklist(connection)
    second = _publish(bare, replace(_ITEM, warns_at="many"), replace(_ITEM, code="light", warns_at=None))
    with bare.read() as connection:
        assert (first, second) == (1, 2)
        assert get_checklist(connection, old.id) == old
        assert [item.code for item in get_current_checklist(connection).items] == ["needles", "light"]
        with pytest.raises(NotFound, match="checklist_not_found"):
            get_checklist(connection, 10_000)


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((), "checklist_empty"),
        ((_ITEM,) * (MOST_ITEMS + 1), "checklist_too_long"),
        ((_ITEM, _ITEM), "item_code_repeated"),
        ((replace(_ITEM, code="Kim tiêm"),), "item_code_invalid"),
        ((replace(_ITEM, scale="stars"),), "scale_unknown"),
        ((replace(_ITEM, warns_at="yes"),), "answer_unknown"),
        ((replace(_ITEM, text_en="  "),), "item_text_invalid"),
        ((replace(_ITEM, text_vi="x" * 201),), "item_text_invalid"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(
    database: Database, items: tuple[Item, ...], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        _publish(database, *items)


def test_only_who_manages_lists_publishes_one(database: Database) -> None:
    with database.write(SYSTEM, "account.add") as change:
        officer, admin = (add_user(change, name) for name in ("lan", "minh"))
        add_grant(change, officer, "officer")
        add_grant(change, admin, "admin")
    with pytest.raises(OutsideScope), database.write(officer.actor, "checklist.publish") as change:
        publish_checklist(change, [_ITEM])
    with database.write(admin.actor, "checklist.publish") as change:
        assert publish_checklist(change, [_ITEM]) >= 1


def test_a_question_about_a_person_is_refused(database: Database) -> None:
    with pytest.raises(PersonalData):
        _publish(database, replace(_ITEM, text_vi="Anh Nguyễn Văn Tèo có mặt không?"))


@given(scale=st.sampled_from(sorted(SCALES)), data=st.data())
def test_a_fact_warns_from_its_answer_on(scale: str, data: st.DataObject) -> None:
    answers = SCALES[scale]
    limit = data.draw(st.sampled_from(answers))
    item = replace(_ITEM, scale=scale, warns_at=limit)
    warned = [item.is_warning(answer) for answer in answers]
    assert warned == sorted(warned)
    assert warned.count(True) == len(answers) - answers.index(limit)
    assert not item.is_warning(None)
    assert not replace(item, warns_at=None).is_warning(answers[-1])
    assert Checklist(1, 1, (item,)).find_warnings({"needles": answers[-1]}) == ("needles",)
    assert Checklist(1, 1, (item,)).find_warnings({}) == ()
