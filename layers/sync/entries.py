"""An entry as a device sent it: what it says of itself, before anything is done about its content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layers.errors import Refused
from layers.sync.bodies import Body
from layers.sync.digests import digest_of

FORMATS = (1,)
"""Versions of the form of entries that are understood, also those of earlier programs."""

KINDS = ("visit", "place", "count")

MOST_ENTRIES = 50
"""Entries of one request."""

MOST_BODY_BYTES = 400_000
"""A long alley drawn on the way takes a tenth of that."""

_FIELDS = frozenset({"uuid", "seq", "format", "kind", "recorded_at", "digest", "body", "replaces"})
_LAST_FORMAT = 1_000_000


@dataclass(frozen=True)
class Entry:
    """What somebody recorded without a network.

    Attributes
    ----------
    uuid
        Given by the device; the same entry keeps it however often it is sent.
    seq
        Number on its device, from 1.
    format
        Version of its form.
    kind
        One of `KINDS`; of a format that is not understood anything.
    device_at
        Aware time of the device when it was recorded.
    digest
        SHA-256 of the canonical body, as the device had it.
    body
        Its content, as it was sent.
    replaces
        Identifier of an earlier entry that was refused or in conflict, and is settled by this one.
    """

    uuid: str
    seq: int
    format: int
    kind: str
    device_at: datetime
    digest: str
    body: Mapping[str, Any]
    replaces: str | None = None

    def require_whole(self) -> None:
        """Refuse what cannot be understood, or is not what its device had recorded.

        Raises
        ------
        Refused
            ``format_unknown``, ``entry_malformed``, ``entry_damaged``.
        """
        if self.format not in FORMATS:
            raise Refused("format_unknown", format=self.format)
        if self.kind not in KINDS:
            raise Refused("entry_malformed", field="kind")
        if digest_of(self.body) != self.digest:
            raise Refused("entry_damaged")


@dataclass(frozen=True)
class Batch:
    """Entries of one request.

    Attributes
    ----------
    device
        Identifier of the device.
    sent_at
        Aware time of the device when it sent them.
    entries
        In the order in which they were recorded.
    """

    device: str
    sent_at: datetime
    entries: tuple[Entry, ...]


def read_batch(value: object) -> Batch:
    """Return the entries of a request.

    Raises
    ------
    Refused
        ``entry_malformed`` with the field, ``entries_too_many``: where not even an answer to each could be given.
    """
    told = Body(value, ("device", "sent_at", "entries"))
    sent = told.get("entries")
    if not isinstance(sent, list):
        raise Refused("entry_malformed", field="entries")
    if len(sent) > MOST_ENTRIES:
        raise Refused("entries_too_many", maximum=MOST_ENTRIES)
    entries = tuple(_read_entry(one, f"entries.{number}.") for number, one in enumerate(sent))
    return Batch(told.uuid("device"), told.moment("sent_at"), entries)


def _read_entry(value: object, path: str) -> Entry:
    told = Body(value, _FIELDS, path)
    body = told.get("body")
    if not isinstance(body, dict):
        raise Refused("entry_malformed", field=f"{path}body")
    return Entry(
        uuid=told.uuid("uuid"),
        seq=told.whole("seq", least=1),
        format=told.whole("format", least=1, most=_LAST_FORMAT),
        kind=told.code("kind"),
        device_at=told.moment("recorded_at"),
        digest=told.sha256("digest"),
        body=body,
        replaces=None if told.get("replaces") is None else told.uuid("replaces"),
    )
