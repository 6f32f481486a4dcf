"""Peak periods: days on which some places are to be visited more often than usual, and who announced them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from geo.types import Interval
from layers.actor import Actor
from layers.errors import Refused
from layers.places.drafts import TOPICS
from layers.planning.rule_records import (
    RuleKind,
    add_rule,
    area_of,
    check_span,
    claim_area,
    get_rule,
    replace_rule,
    select_rules,
    withdraw_rule,
)
from layers.records.documents import get_document_row
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.periods import held_on, known_at
from layers.store.schema import (
    document,
    hotspot_area,
    hotspot_version,
    peak_period,
    peak_period_version,
)
from layers.store.wording import require_impersonal

KINDS = ("drug_month", "attack_wave", "other")
"""Action months against drugs, waves of attack on crime, others, in the order of lists."""

LONGEST_NAME = 160
LONGEST_DAYS = 366

_KIND = RuleKind("peak_period", peak_period, peak_period_version)


@dataclass(frozen=True)
class PeakDraft:
    """A peak period as somebody announces it.

    Attributes
    ----------
    name
        As people call it; checked for personal data.
    kind
        One of `KINDS`.
    valid
        Days, half-open.
    topics
        Topics that it is about; empty for all.
    area
        Public identifier of its area; None for everywhere.
    document
        Public identifier of the document that announced it.
    """

    name: str
    kind: str
    valid: Interval
    topics: tuple[str, ...] = ()
    area: str | None = None
    document: str | None = None


@dataclass(frozen=True)
class Peak:
    """A peak period.

    Attributes
    ----------
    uuid, version
        Public identifier, and the version from which writers start.
    name, kind, valid, topics, area
        As `PeakDraft` has them.
    area_id, area_name
        Row of ``boundary`` and name; None for everywhere.
    document, document_number
        Public identifier of its document, and its number or else its title.
    """

    uuid: str
    version: int
    name: str
    kind: str
    valid: Interval
    topics: tuple[str, ...]
    area: str | None
    area_id: int | None
    area_name: str | None
    document: str | None
    document_number: str | None

    @property
    def last_on(self) -> date:
        """Last day on which it holds."""
        return date.fromordinal(self.valid.end.toordinal() - 1)

    def covers(self, topics: Collection[str], areas: Collection[int]) -> bool:
        """Tell whether it is about a place with these topics in these areas."""
        is_about = not self.topics or not set(topics).isdisjoint(self.topics)
        return is_about and (self.area_id is None or self.area_id in areas)


def list_peaks(connection: Connection, *, known: datetime | None = None) -> tuple[Peak, ...]:
    """Return every peak period that counts, the latest first, as the register knew them at an aware time."""
    return tuple(_peak(row) for row in connection.execute(_select(known)))


def choose_present(connection: Connection, actor: Actor, on: date, peaks: Iterable[Peak]) -> tuple[Peak, ...]:
    """Return those peak periods that hold on a day where a place lies that the actor sees; one question at most."""
    present = [peak for peak in peaks if peak.valid.holds(on)]
    named = sorted({peak.area_id for peak in present if peak.area_id is not None})
    seen = _find_seen(connection, actor, on, named) if named else frozenset()
    return tuple(peak for peak in present if peak.area_id is None or peak.area_id in seen)


def get_peak(connection: Connection, uuid: str) -> Peak:
    """Return a peak period.

    Raises
    ------
    NotFound
        ``rule_not_found``, also where it was withdrawn.
    """
    return _peak(get_rule(connection, _select(), _KIND, uuid))


def add_peak(change: Write, draft: PeakDraft, *, uuid: str) -> None:
    """Announce a peak period; repeating a request with the same uuid changes nothing.

    Raises
    ------
    OutsideScope
        ``not_allowed``; ``rule_outside_area`` where its area is another's.
    Refused
        ``peak_name_invalid``, ``peak_kind_unknown``, ``topic_unknown``, ``rule_span_empty``, ``peak_too_long``.
    NotFound
        ``boundary_not_found``, ``document_not_found``.
    PersonalData
        Where the name holds something personal.
    """
    add_rule(change, _KIND, uuid, _checked(change, draft))


def revise_peak(change: Write, uuid: str, draft: PeakDraft, *, version: int) -> None:
    """Change a peak period.

    Raises
    ------
    OutsideScope, Refused, NotFound, PersonalData
        As `add_peak`; NotFound also ``rule_not_found``.
    StaleVersion
        ``version_stale``, with the present version.
    """
    replace_rule(change, _KIND, uuid, _checked(change, draft), version=version)


def withdraw_peak(change: Write, uuid: str, *, version: int) -> None:
    """Say that a peak period counts no longer.

    Raises
    ------
    OutsideScope, NotFound, StaleVersion
        As `revise_peak`.
    """
    withdraw_rule(change, _KIND, uuid, version=version)


def _find_seen(connection: Connection, actor: Actor, on: date, areas: Sequence[int]) -> frozenset[int]:
    """Return those rows of ``boundary`` in which a place lies that the actor sees."""
    v, a = hotspot_version.c, hotspot_area.c
    question = (
        select(a.boundary_id)
        .distinct()
        .join(hotspot_version, v.id == a.hotspot_version_id)
        .where(
            a.boundary_id.in_(areas),
            known_at(hotspot_version, None),
            held_on(hotspot_version, on),
            scope.sees_hotspot(hotspot_version, actor),
        )
    )
    return frozenset(connection.execute(question).scalars())


def _select(known: datetime | None = None) -> Select[Any]:
    d = document.c
    told = (d.uuid.label("document_uuid"), d.number.label("document_number"), d.title.label("document_title"))
    return (
        select_rules(_KIND, known)
        .add_columns(*told)
        .outerjoin(document, d.id == peak_period_version.c.document_id)
    )


def _peak(row: AnyRow) -> Peak:
    return Peak(
        uuid=row.uuid,
        version=row.version,
        name=row.name,
        kind=row.kind,
        valid=Interval(row.valid_from, row.valid_to),
        topics=tuple(row.topics.split(",")) if row.topics else (),
        area=area_of(row),
        area_id=row.boundary_id,
        area_name=row.area_name,
        document=row.document_uuid,
        document_number=row.document_number or row.document_title,
    )


def _checked(change: Write, draft: PeakDraft) -> dict[str, Any]:
    name = " ".join(require_impersonal(draft.name, field="name").split())
    if not 1 < len(name) <= LONGEST_NAME:
        raise Refused("peak_name_invalid", field="name", maximum=LONGEST_NAME)
    if draft.kind not in KINDS:
        raise Refused("peak_kind_unknown", field="kind", kind=draft.kind)
    if not set(draft.topics) <= set(TOPICS):
        raise Refused("topic_unknown", field="topics")
    span = check_span(draft.valid)
    if (draft.valid.end - draft.valid.start).days > LONGEST_DAYS:
        raise Refused("peak_too_long", field="last_on", maximum=LONGEST_DAYS)
    is_all = not set(TOPICS) - set(draft.topics)
    return {
        "name": name,
        "kind": draft.kind,
        **span,
        "topics": "" if is_all else ",".join(topic for topic in TOPICS if topic in draft.topics),
        "boundary_id": claim_area(change, draft.area),
        "document_id": get_document_row(change.connection, draft.document) if draft.document else None,
    }
