"""The state table: complete, without dead ends that are not meant, and honest about who decides."""

import pytest

from layers.conversion.states import MOVES, STATES, Need, find_move, moves_from
from layers.store.scope import ROLES


def test_the_table_joins_known_states_and_every_state_can_be_reached() -> None:
    assert all(move.target in STATES and (move.source is None or move.source in STATES) for move in MOVES)
    reached = {move.target for move in MOVES} | {"CHO_DANH_GIA"}  # the term turns into it by itself
    assert reached == set(STATES)
    assert len({(move.source, move.target) for move in MOVES}) == len(MOVES)


def test_only_final_states_lead_nowhere() -> None:
    assert {state.code for state in STATES.values() if not moves_from(state.code)} == {
        state.code for state in STATES.values() if state.is_final
    }


def test_outside_decisions_need_number_date_and_issuer() -> None:
    outside = {"DANG_CHUYEN_HOA", "DA_CHUYEN_HOA", "CHUA_DAT", "TAI_PHUC_TAP"}
    for move in MOVES:
        if move.target in outside:
            assert move.decided_by == "authority"
            assert Need.DECISION in move.needs


def test_a_term_is_needed_to_begin_and_a_watch_to_end_a_conversion() -> None:
    assert all(Need.TERM in move.needs for move in MOVES if move.target == "DANG_CHUYEN_HOA")
    assert all(Need.WATCH in move.needs for move in MOVES if move.target == "DA_CHUYEN_HOA")


def test_the_front_alone_never_says_converted() -> None:
    assert {move.target for move in MOVES if move.decided_by == "mttq"} == {
        "THEO_DOI", "KHONG_CHAP_NHAN", "TRUNG", "CHO_KE_HOACH"
    }  # fmt: skip


def test_recorders_are_roles_that_exist() -> None:
    assert all(move.recorded_by and move.recorded_by <= set(ROLES) for move in MOVES)


@pytest.mark.parametrize(
    ("source", "target"), [("THEO_DOI", "ON_DINH"), ("DE_XUAT", "DA_CHUYEN_HOA"), ("TRUNG", "THEO_DOI")]
)
def test_short_cuts_are_no_moves(source: str, target: str) -> None:
    assert find_move(source, target) is None
