"""Which area becomes which when a draft is published: proposed from the geometries, decided by people."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, delete, insert, select

from layers.areas.vintage_drafts import DraftRef, DraftVintage, claim_draft, get_draft, note_draft
from layers.areas.vintages import Link, find_links
from layers.errors import Refused
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.schema import account, boundary, boundary_draft_area, succession_decision

Kind: TypeAlias = Literal["whole", "part", "none"]

KINDS: tuple[Kind, ...] = ("whole", "part", "none")
"""The old area goes into the new one whole or in part, or what they share is a fault of the drawing."""

Pair: TypeAlias = tuple[int, int]
"""Row of the boundary in force, and key of the area of the draft."""


@dataclass(frozen=True)
class Proposal:
    """An area in force that shares land with a changed area of a draft.

    Attributes
    ----------
    old_id, old_code, old_name, old_from
        The area in force: its row, code, name and first day.
    key, new_code, new_name
        The area of the draft.
    area_m2
        Geodesic area in common, m2.
    share_of_old, share_of_new
        Part of each as drawn, 0..1.
    kind
        What the geometries say: ``whole`` or ``part``.
    is_partial
        Whether only a part of the old area is drawn, so that it cannot be known to go whole.
    decision
        What a person decided, one of `KINDS`; None until then.
    decided_by, decided_at
        Name of the account and UTC time of the decision.
    """

    old_id: int
    old_code: str
    old_name: str
    old_from: date
    key: int
    new_code: str
    new_name: str
    area_m2: float
    share_of_old: float
    share_of_new: float
    kind: str
    is_partial: bool
    decision: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def pair(self) -> Pair:
        """What `decide_succession` names it by."""
        return self.old_id, self.key


def propose_successions(connection: Connection, draft_id: int) -> tuple[Proposal, ...]:
    """Return which areas in force share land with which changed areas of a draft, by code, with what was decided.

    Raises
    ------
    NotFound
        ``draft_not_found``.
    """
    return propose_for(connection, get_draft(connection, draft_id))


def propose_for(connection: Connection, draft: DraftVintage) -> tuple[Proposal, ...]:
    """Return `propose_successions` of a draft that was read already."""
    changed = draft.changed
    kept = {one.from_id for one in draft.areas if not one.changed and one.from_id is not None}
    links = find_links(connection, draft.vintage.valid_from, [one.area for one in changed], kept=kept)
    decided = _read_decisions(connection, draft.id)
    old = _read_old(connection, [link.from_id for link in links])
    found = []
    for link in links:
        target, row = changed[link.to], old[link.from_id]
        found.append(
            Proposal(
                old_id=row.id,
                old_code=row.code,
                old_name=row.name,
                old_from=row.valid_from,
                key=target.key,
                new_code=target.area.code,
                new_name=target.area.name,
                area_m2=link.area_m2,
                share_of_old=link.share_of_from,
                share_of_new=link.share_of_to,
                kind=link.kind,
                is_partial=row.is_partial,
                **decided.get((link.from_id, target.key), {}),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.old_code, -one.share_of_old, one.new_code)))


def decide_succession(change: Write, ref: DraftRef, decisions: Mapping[Pair, str]) -> None:
    """Record what becomes of old areas, pair by pair; a later decision takes the place of an earlier one.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `layers.areas.vintage_drafts.claim_draft`.
    Refused
        ``draft_ended``; ``succession_kind_invalid`` (of an area drawn in part, ``whole`` too);
        ``succession_unknown``, where the two share no land; ``succession_contradictory`` (with its code), where an
        area would go whole into one and still into another.
    """
    claim_draft(change, ref)
    proposals = {one.pair: one for one in propose_successions(change.connection, ref.id)}
    for pair, kind in decisions.items():
        if pair not in proposals:
            raise Refused("succession_unknown")
        if kind not in KINDS or (kind == "whole" and proposals[pair].is_partial):
            raise Refused("succession_kind_invalid", area=proposals[pair].old_code, kind=kind)
    _refuse_contradiction(proposals, decisions)
    _write(change, ref, proposals, decisions)


def confirm_successions(change: Write, ref: DraftRef) -> int:
    """Decide as the geometries say wherever nobody decided yet; return how many that were.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused
        As `decide_succession`.
    """
    claim_draft(change, ref)
    proposals = {one.pair: one for one in propose_successions(change.connection, ref.id)}
    open_ones: dict[Pair, str] = {pair: one.kind for pair, one in proposals.items() if one.decision is None}
    _refuse_contradiction(proposals, open_ones)
    _write(change, ref, proposals, open_ones)
    return len(open_ones)


def to_links(proposals: tuple[Proposal, ...], draft: DraftVintage) -> list[Link]:
    """Return what was decided as it is published: ``to`` is the place among the changed areas of the draft."""
    places = {one.key: place for place, one in enumerate(draft.changed)}
    return [
        Link(one.old_id, places[one.key], one.decision, one.area_m2, one.share_of_old, one.share_of_new)
        for one in proposals
        if one.decision in {"whole", "part"}
    ]


def _refuse_contradiction(proposals: Mapping[Pair, Proposal], decisions: Mapping[Pair, str]) -> None:
    kinds = {pair: decisions.get(pair, one.decision) for pair, one in proposals.items()}
    heirs = Counter(pair[0] for pair, kind in kinds.items() if kind in {"whole", "part"})
    for pair, kind in kinds.items():
        if kind == "whole" and heirs[pair[0]] > 1:
            raise Refused("succession_contradictory", area=proposals[pair].old_code)


def _write(
    change: Write, ref: DraftRef, proposals: Mapping[Pair, Proposal], decisions: Mapping[Pair, str]
) -> None:
    s = succession_decision.c
    for old_id, key in decisions:
        again = delete(succession_decision).where(s.from_id == old_id, s.area_id == key)
        change.connection.execute(again)
    rows = [
        {
            "from_id": old_id,
            "area_id": key,
            "kind": kind,
            "decided_at": change.now,
            "decided_by": change.actor.account_id,
        }
        for (old_id, key), kind in decisions.items()
    ]
    if rows:
        change.connection.execute(insert(succession_decision), rows)
    before = {_name(proposals[pair]): proposals[pair].decision for pair in decisions}
    note_draft(
        change,
        ref.id,
        before={"successions": before},
        after={"successions": {_name(proposals[pair]): kind for pair, kind in decisions.items()}},
    )


def _name(proposal: Proposal) -> str:
    return f"{proposal.old_code} > {proposal.new_code}"


def _read_decisions(connection: Connection, draft_id: int) -> dict[Pair, dict[str, Any]]:
    s, a = succession_decision.c, boundary_draft_area.c
    question = (
        select(s.from_id, s.area_id, s.kind, account.c.name, s.decided_at)
        .join(boundary_draft_area, a.id == s.area_id)
        .outerjoin(account, account.c.id == s.decided_by)
        .where(a.draft_id == draft_id)
    )
    return {
        (row.from_id, row.area_id): {
            "decision": row.kind,
            "decided_by": row.name,
            "decided_at": row.decided_at,
        }
        for row in connection.execute(question)
    }


def _read_old(connection: Connection, ids: list[int]) -> dict[int, AnyRow]:
    b = boundary.c
    question = select(b.id, b.code, b.name, b.valid_from, b.is_partial).where(b.id.in_(ids))
    return {row.id: row for row in connection.execute(question)}
