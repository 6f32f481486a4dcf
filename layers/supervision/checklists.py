"""The lists of observable facts that visits look at, version by version, and the scales of their answers."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib import resources

from sqlalchemy import Connection, insert, select

from layers.errors import NotFound, Refused
from layers.store import scope
from layers.store.database import Write
from layers.store.schema import checklist, checklist_item
from layers.store.wording import require_impersonal

SCALES: dict[str, tuple[str, ...]] = {
    "no_yes": ("no", "yes"),
    "yes_no": ("yes", "no"),
    "none_few_many": ("none", "few", "many"),
    "good_fair_poor": ("good", "fair", "poor"),
    "opinion_5": ("very_calm", "calm", "neutral", "worried", "very_worried"),
}
"""Answers of each scale, from best to worst: of ``no_yes`` no is good, of ``yes_no`` yes is."""

MOST_ITEMS = 20
LONGEST_TEXT = 200

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Item:
    """A fact that a visit looks at.

    Attributes
    ----------
    code
        Stable name: answers of different lists to the same fact are compared by it.
    text_vi, text_en
        The question; about what can be seen, never about persons.
    scale
        Key of `SCALES`.
    warns_at
        Answer from which on the fact speaks for a relapse; None: it never does.
    """

    code: str
    text_vi: str
    text_en: str
    scale: str
    warns_at: str | None = None

    @property
    def answers(self) -> tuple[str, ...]:
        """Answers from best to worst."""
        return SCALES[self.scale]

    def is_warning(self, answer: str | None) -> bool:
        """Tell whether an answer speaks for a relapse."""
        if self.warns_at is None or answer not in self.answers:
            return False
        return self.answers.index(answer) >= self.answers.index(self.warns_at)


@dataclass(frozen=True)
class Checklist:
    """A version of the list.

    Attributes
    ----------
    id
        Row of ``checklist``; 0 while the register has no list.
    number
        Version, from 1; 0 while the register has no list.
    items
        In the order of the form.
    """

    id: int
    number: int
    items: tuple[Item, ...]

    def find_warnings(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """Return the codes of the facts whose answers speak for a relapse, in the order of the list."""
        return tuple(item.code for item in self.items if item.is_warning(answers.get(item.code)))


NO_CHECKLIST = Checklist(0, 0, ())


def read_default_items() -> tuple[Item, ...]:
    """Return the default list as it stands in ``layers/data/checklist.json``."""
    text = resources.files("layers.data").joinpath("checklist.json").read_text(encoding="utf-8")
    return tuple(Item(**told) for told in json.loads(text)["items"])


def add_default_checklist(change: Write) -> int:
    """Publish the default list where there is none; return the version in use."""
    present = get_current_checklist(change.connection)
    return present.number or publish_checklist(change, read_default_items())


def publish_checklist(change: Write, items: Sequence[Item]) -> int:
    """Put a new version of the list in use and return its number; visits made before keep theirs.

    Raises
    ------
    OutsideScope
        Where the actor does not manage lists.
    Refused
        ``checklist_empty``, ``checklist_too_long``, ``item_code_invalid``, ``item_code_repeated``,
        ``item_text_invalid``, ``scale_unknown`` or ``answer_unknown`` (``warns_at`` is not on the scale).
    PersonalData
        Where a question names a person.
    """
    scope.require(change.connection, change.actor, "list.manage")
    if not items:
        raise Refused("checklist_empty")
    if len(items) > MOST_ITEMS:
        raise Refused("checklist_too_long", maximum=MOST_ITEMS)
    checked = [_check_item(item) for item in items]
    codes = [item.code for item in checked]
    for code in codes:
        if codes.count(code) > 1:
            raise Refused("item_code_repeated", item=code)
    before = get_current_checklist(change.connection)
    number = before.number + 1
    added = insert(checklist).values(
        number=number, recorded_at=change.now, recorded_by=change.actor.account_id
    )
    list_id = int(change.connection.execute(added.returning(checklist.c.id)).scalar_one())
    rows = [
        {"checklist_id": list_id, "position": position, **asdict(item)}
        for position, item in enumerate(checked, start=1)
    ]
    change.connection.execute(insert(checklist_item), rows)
    told = {"items": [item.code for item in before.items]} if before.number else None
    change.note("checklist", str(number), before=told, after={"items": [asdict(item) for item in checked]})
    change.touch("checklists")
    return number


def get_current_checklist(connection: Connection) -> Checklist:
    """Return the list in use; `NO_CHECKLIST` before the first is published."""
    newest = select(checklist.c.id, checklist.c.number).order_by(checklist.c.number.desc()).limit(1)
    row = connection.execute(newest).first()
    return Checklist(row.id, row.number, _read_items(connection, row.id)) if row else NO_CHECKLIST


def get_checklist(connection: Connection, checklist_id: int) -> Checklist:
    """Return a version of the list by its row.

    Raises
    ------
    NotFound
        ``checklist_not_found``.
    """
    named = select(checklist.c.id, checklist.c.number).where(checklist.c.id == checklist_id)
    row = connection.execute(named).first()
    if row is None:
        raise NotFound("checklist_not_found")
    return Checklist(row.id, row.number, _read_items(connection, row.id))


def find_checklist(connection: Connection, number: int) -> Checklist | None:
    """Return a version of the list by its number, if there was one."""
    row = connection.execute(select(checklist.c.id).where(checklist.c.number == number)).scalar()
    return None if row is None else Checklist(row, number, _read_items(connection, row))


def _read_items(connection: Connection, checklist_id: int) -> tuple[Item, ...]:
    i = checklist_item.c
    question = select(i.code, i.text_vi, i.text_en, i.scale, i.warns_at).where(i.checklist_id == checklist_id)
    return tuple(Item(*row) for row in connection.execute(question.order_by(i.position)))


def _check_item(item: Item) -> Item:
    if not _CODE.fullmatch(item.code):
        raise Refused("item_code_invalid", item=item.code)
    if item.scale not in SCALES:
        raise Refused("scale_unknown", scale=item.scale)
    if item.warns_at is not None and item.warns_at not in item.answers:
        raise Refused("answer_unknown", item=item.code, answer=item.warns_at)
    text_vi = require_impersonal(item.text_vi.strip(), field="text_vi")
    text_en = require_impersonal(item.text_en.strip(), field="text_en")
    if not all(0 < len(text) <= LONGEST_TEXT for text in (text_vi, text_en)):
        raise Refused("item_text_invalid", item=item.code, maximum=LONGEST_TEXT)
    return replace(item, text_vi=text_vi, text_en=text_en)
