"""The lists that every new database gets: bodies, and what a visit looks at; the office changes them afterwards."""

from sqlalchemy import Connection, exists, select

from layers.store.database import Write
from layers.store.schema import checklist, organisation
from layers.supervision.bodies import add_default_bodies
from layers.supervision.checklists import add_default_checklist


def has_defaults(connection: Connection) -> bool:
    """Tell whether both lists are there."""
    lists = [exists().select_from(table) for table in (organisation, checklist)]
    return all(connection.execute(select(*lists)).one())


def load_defaults(change: Write) -> None:
    """Load the lists that are not there yet."""
    add_default_bodies(change)
    add_default_checklist(change)
