"""The lists of a new database: loaded once, then left to the office."""

from layers.actor import SYSTEM
from layers.overview.defaults import has_defaults, load_defaults
from layers.store.database import Database
from layers.supervision.bodies import list_bodies, rename_body
from layers.supervision.checklists import get_current_checklist


def test_lists_are_loaded_into_a_new_database(empty_database: Database) -> None:
    with empty_database.read() as connection:
        assert not has_defaults(connection)
    with empty_database.write(SYSTEM, "lists.load") as change:
        load_defaults(change)
    with empty_database.read() as connection:
        assert has_defaults(connection)
        assert len(list_bodies(connection)) > 10
        assert get_current_checklist(connection).number == 1


def test_what_the_office_changed_stays(empty_database: Database) -> None:
    with empty_database.write(SYSTEM, "lists.load") as change:
        load_defaults(change)
        first = list_bodies(change.connection)[0]
        renamed = rename_body(change, first.code, "Ban công tác Mặt trận khu phố 7", version=1)
        load_defaults(change)
    with empty_database.read() as connection:
        assert renamed.name in {body.name for body in list_bodies(connection)}
        assert get_current_checklist(connection).number == 1
