"""The state table of a hotspot: states, allowed moves and what each move needs, as data (domain study 3.4)."""

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """What a move asks for before it may be recorded."""

    DOCUMENT = "document"  # any document of the register
    DECISION = "decision"  # a document with number, date and issuer, since an outside body decides
    TERM = "term"  # first and last day of the conversion term
    WATCH = "watch"  # last day of the watch period
    REASON = "reason"
    LEAD_WARD = "lead_ward"
    ORIGINAL = "original"  # the place it duplicates or went into
    REPLY_DUE = "reply_due"
    VISIT = "visit"  # a visit that was made, or else a document that names the place
    RELAPSE = "relapse"  # two visits that saw a relapse, or one and the document of an authority
    WATCH_OVER = "watch_over"  # the watch period is over, or else a reason


@dataclass(frozen=True)
class State:
    """A state.

    Attributes
    ----------
    code
        Stable name, as in the vocabulary of the plans.
    is_open
        Whether the place is still under supervision.
    is_final
        Whether nothing follows.
    """

    code: str
    is_open: bool = True
    is_final: bool = False


@dataclass(frozen=True)
class Move:
    """A move that the register allows.

    Attributes
    ----------
    source
        State before; None for a place that is new.
    target
        State after.
    recorded_by
        Roles that may record it.
    decided_by
        ``mttq`` (the Front of the ward), ``authority`` (People's Committee, police, Steering Committee 138) or
        ``none``.
    needs
        What must be given.
    """

    source: str | None
    target: str
    recorded_by: frozenset[str]
    decided_by: str
    needs: frozenset[Need] = frozenset()


STATES = {
    state.code: state
    for state in (
        State("DE_XUAT"),
        State("THEO_DOI"),
        State("CHO_KE_HOACH"),
        State("DANG_CHUYEN_HOA"),
        State("CHO_DANH_GIA"),
        State("CHUA_DAT"),
        State("DA_CHUYEN_HOA"),
        State("TAI_PHUC_TAP"),
        State("ON_DINH", is_open=False),
        State("KHONG_CHAP_NHAN", is_open=False, is_final=True),
        State("TRUNG", is_open=False, is_final=True),
        State("GOP_TACH", is_open=False, is_final=True),
    )
}

_WARD = frozenset({"officer", "coordinator"})
_PROPOSERS = frozenset({"reporter", "supervisor"}) | _WARD
_DECISION = frozenset({Need.DECISION})

MOVES = (
    Move(None, "DE_XUAT", _PROPOSERS, "none", frozenset({Need.REASON})),
    # A place that an issued plan names is under watch from that day; nobody proposed it to the register.
    Move(None, "THEO_DOI", _WARD, "mttq", frozenset({Need.DOCUMENT, Need.LEAD_WARD})),
    Move("DE_XUAT", "THEO_DOI", _WARD, "mttq", frozenset({Need.VISIT, Need.LEAD_WARD})),
    Move("DE_XUAT", "KHONG_CHAP_NHAN", _WARD, "mttq", frozenset({Need.REASON})),
    Move("DE_XUAT", "TRUNG", _WARD, "mttq", frozenset({Need.REASON, Need.ORIGINAL})),
    Move("THEO_DOI", "CHO_KE_HOACH", _WARD, "mttq", frozenset({Need.DOCUMENT, Need.REPLY_DUE})),
    Move("THEO_DOI", "DANG_CHUYEN_HOA", _WARD, "authority", _DECISION | {Need.TERM}),
    Move("CHO_KE_HOACH", "DANG_CHUYEN_HOA", _WARD, "authority", _DECISION | {Need.TERM}),
    Move("CHO_DANH_GIA", "DA_CHUYEN_HOA", _WARD, "authority", _DECISION | {Need.WATCH}),
    Move("CHO_DANH_GIA", "CHUA_DAT", _WARD, "authority", _DECISION | {Need.REASON}),
    Move("CHUA_DAT", "DANG_CHUYEN_HOA", _WARD, "authority", _DECISION | {Need.TERM}),
    Move("DA_CHUYEN_HOA", "TAI_PHUC_TAP", _WARD, "authority", _DECISION | {Need.REASON, Need.RELAPSE}),
    Move("TAI_PHUC_TAP", "DANG_CHUYEN_HOA", _WARD, "authority", _DECISION | {Need.TERM}),
    Move("DA_CHUYEN_HOA", "ON_DINH", _WARD, "authority", frozenset({Need.DOCUMENT, Need.WATCH_OVER})),
    *(
        Move(
            state.code,
            "GOP_TACH",
            frozenset({"coordinator"}),
            "none",
            frozenset({Need.REASON, Need.ORIGINAL}),
        )
        for state in STATES.values()
        if not state.is_final
    ),
)

_BY_ENDS = {(move.source, move.target): move for move in MOVES}


def find_move(source: str | None, target: str) -> Move | None:
    """Return the move between two states, or None where the register does not allow it."""
    return _BY_ENDS.get((source, target))


def moves_from(source: str | None) -> tuple[Move, ...]:
    """Return the moves that leave a state, in the order of the table."""
    return tuple(move for move in MOVES if move.source == source)
