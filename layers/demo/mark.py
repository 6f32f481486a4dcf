"""The mark of an invented history: whether the database holds one, and by which identifiers its records are known."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from layers.store.schema import demo

LABEL = "DỮ LIỆU MẪU"
"""What every page, sheet and file says while it is loaded; the same in every language."""

_NAMESPACE = UUID("0d5c2f5e-8a0f-4a39-9d53-6f2a3d7f0c11")


@dataclass(frozen=True)
class Demo:
    """An invented history that is loaded.

    Attributes
    ----------
    seed
        Number from which it was invented.
    until_on
        Day up to which it tells.
    places, documents
        How many it invented.
    recorded_at
        Aware UTC time at which it was loaded.
    """

    seed: int
    until_on: date
    places: int
    documents: int
    recorded_at: datetime

    @property
    def place_uuids(self) -> list[str]:
        """Identifiers of the invented places."""
        return [invented_uuid("place", number) for number in range(self.places)]

    @property
    def document_uuids(self) -> list[str]:
        """Identifiers of the invented documents."""
        return [invented_uuid("document", number) for number in range(self.documents)]


def find_demo(connection: Connection) -> Demo | None:
    """Return the invented history that the database holds, if it does."""
    d = demo.c
    row = connection.execute(select(d.seed, d.until_on, d.places, d.documents, d.recorded_at)).first()
    return Demo(*row) if row else None


def invented_uuid(kind: str, number: int) -> str:
    """Return the identifier of an invented record, the same on every machine."""
    return str(uuid5(_NAMESPACE, f"{kind} {number}"))
