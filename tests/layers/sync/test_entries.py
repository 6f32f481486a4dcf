"""An entry as a device sent it: whole, of a format that is understood, and answered by its identifier."""

from typing import Any
from uuid import uuid4

import pytest

from layers.errors import Refused
from layers.sync.digests import digest_of
from layers.sync.entries import MOST_ENTRIES, read_batch

BODY = {"hotspot": "DB00001"}


def sent(**told: Any) -> dict[str, Any]:
    own = {
        "uuid": str(uuid4()),
        "seq": 1,
        "format": 1,
        "kind": "visit",
        "recorded_at": "2026-11-22T08:15:00+07:00",
    }
    return {**own, "digest": digest_of(BODY), "body": BODY, **told}


def batch(*entries: Any) -> dict[str, Any]:
    return {"device": str(uuid4()), "sent_at": "2026-11-22T09:00:00+07:00", "entries": list(entries)}


def test_entries_keep_their_order_and_what_they_replace() -> None:
    old = str(uuid4())
    read = read_batch(batch(sent(seq=2), sent(seq=1, replaces=old), sent(seq=3, replaces=None)))
    assert [(one.seq, one.replaces) for one in read.entries] == [(2, None), (1, old), (3, None)]
    assert read.entries[0].device_at.isoformat() == "2026-11-22T01:15:00+00:00"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"uuid": "1"}, "entries.1.uuid"), ({"seq": 0}, "entries.1.seq"), ({"format": "1"}, "entries.1.format"),
        ({"kind": None}, "entries.1.kind"), ({"recorded_at": "today"}, "entries.1.recorded_at"),
        ({"digest": "x"}, "entries.1.digest"), ({"body": []}, "entries.1.body"), ({"more": 1}, "entries.1.more"),
        ({"replaces": 5}, "entries.1.replaces"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_even_be_answered_names_its_fault(told: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        read_batch(batch(sent(), sent(**told)))
    assert (refused.value.code, refused.value.facts) == ("entry_malformed", {"field": field})


def test_one_more_than_the_most_is_too_many() -> None:
    assert len(read_batch(batch(*[sent()] * MOST_ENTRIES)).entries) == MOST_ENTRIES
    with pytest.raises(Refused, match="entries_too_many"):
        read_batch(batch(*[sent()] * (MOST_ENTRIES + 1)))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"format": 2}, "format_unknown"),
        ({"format": 2, "kind": "drone"}, "format_unknown"),
        ({"kind": "drone"}, "entry_malformed"),
        ({"digest": "0" * 64}, "entry_damaged"),
    ],
)
def test_what_is_not_understood_or_not_whole_is_refused(told: dict[str, Any], code: str) -> None:
    (entry,) = read_batch(batch(sent(**told))).entries
    with pytest.raises(Refused, match=code):
        entry.require_whole()
    (right,) = read_batch(batch(sent())).entries
    right.require_whole()
