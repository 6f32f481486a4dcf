"""Succession: what the geometries say, what people decide, and that no area goes to two heirs whole."""

import pytest
import shapely

from layers.actor import SYSTEM
from layers.areas.draft_edits import merge_areas, put_area, split_area
from layers.areas.successions import Proposal, confirm_successions, decide_succession, propose_successions
from layers.areas.vintage_drafts import DraftRef
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.store.database import Database
from tests.layers.areas.drafting import act, act_as, area_of, begin, coordinator, facts, read

EAST, SOUTH, WEST, PARTIAL = "Phường Chánh Hưng", "Phường Phú Định", "Phường Bình Đông", "Xã Bình Hưng"


def _proposals(database: Database, ref: DraftRef) -> dict[str, Proposal]:
    with database.read() as connection:
        return {one.old_name: one for one in propose_successions(connection, ref.id)}


def _merged(database: Database, *names: str) -> DraftRef:
    ref = begin(database)
    keys = [area_of(database, ref, name).key for name in names]
    return act(database, ref, merge_areas, keys, facts("27424", "Phường Mới"))


def test_the_proposal_is_what_the_geometries_say(database: Database) -> None:
    found = _proposals(database, _merged(database, EAST, WEST))
    assert set(found) == {EAST, WEST}
    assert all((one.kind, one.decision) == ("whole", None) for one in found.values())
    assert all(one.share_of_old == pytest.approx(1) for one in found.values())
    assert sum(one.share_of_new for one in found.values()) == pytest.approx(1)
    assert {one.new_name for one in found.values()} == {"Phường Mới"}


def test_a_draft_without_changes_proposes_nothing(database: Database) -> None:
    assert _proposals(database, begin(database)) == {}


def test_one_action_confirms_all_and_says_who(database: Database) -> None:
    ref = _merged(database, EAST, WEST)
    editor = coordinator(database, "776")
    ref = act_as(editor, database, ref, confirm_successions)
    found = _proposals(database, ref)
    assert {(one.decision, one.decided_by) for one in found.values()} == {("whole", "dieu-phoi")}
    assert all(one.decided_at is not None for one in found.values())
    with database.write(SYSTEM, "test") as change:
        assert confirm_successions(change, ref) == 0


def test_people_decide_otherwise_and_again(database: Database) -> None:
    ref = _merged(database, EAST, WEST)
    east, west = (_proposals(database, ref)[name].pair for name in (EAST, WEST))
    ref = act(database, ref, decide_succession, {east: "part", west: "none"})
    ref = act(database, ref, decide_succession, {east: "none"})
    assert {name: one.decision for name, one in _proposals(database, ref).items()} == {
        EAST: "none",
        WEST: "none",
    }


def test_of_an_area_drawn_in_part_nothing_is_known_whole(database: Database) -> None:
    ref = begin(database)
    drafted = area_of(database, ref, PARTIAL)
    ref = act(
        database,
        ref,
        put_area,
        facts(drafted.area.code, "Xã Khác", is_partial=True).drawn(drafted.area.geometry),
        key=drafted.key,
    )
    (proposal,) = _proposals(database, ref).values()
    assert (proposal.kind, proposal.is_partial) == ("part", True)
    assert proposal.share_of_old == pytest.approx(1)
    with pytest.raises(Refused, match="succession_kind_invalid"):
        act(database, ref, decide_succession, {proposal.pair: "whole"})
    act(database, ref, decide_succession, {proposal.pair: "part"})


def test_no_area_goes_whole_to_one_and_still_to_another(database: Database) -> None:
    ref = begin(database)
    west = area_of(database, ref, WEST)
    x, (_, south, _, north) = west.area.geometry.centroid.x, west.area.geometry.bounds
    line = shapely.LineString([(x, south - 0.01), (x, north + 0.01)])
    parts = facts("27424", "Phường Tây"), facts("27999", "Phường Đông")
    ref = act(database, ref, split_area, west.key, line, parts)
    with database.read() as connection:
        one, other = propose_successions(connection, ref.id)
    assert {one.kind, other.kind} == {"part"}
    assert one.share_of_old + other.share_of_old == pytest.approx(1)
    ref = act(database, ref, decide_succession, {one.pair: "part"})
    with pytest.raises(Refused, match="succession_contradictory"):
        act(database, ref, decide_succession, {other.pair: "whole"})
    act(database, ref, decide_succession, {other.pair: "whole", one.pair: "none"})


def test_a_redrawn_area_is_decided_anew_a_renamed_one_is_not(database: Database) -> None:
    ref = act(database, _merged(database, EAST, WEST), confirm_successions)
    merged = area_of(database, ref, "Phường Mới")
    ref = act(
        database, ref, put_area, facts("27424", "Phường Tên Khác").drawn(merged.area.geometry), key=merged.key
    )
    assert {one.decision for one in _proposals(database, ref).values()} == {"whole"}
    smaller = merged.area.geometry.buffer(-1e-4)
    ref = act(database, ref, put_area, facts("27424", "Phường Mới").drawn(smaller), key=merged.key)
    assert {one.decision for one in _proposals(database, ref).values()} == {None}


def test_what_shares_no_land_is_not_decided(database: Database) -> None:
    ref = _merged(database, EAST, WEST)
    south = area_of(database, ref, SOUTH)
    with pytest.raises(Refused, match="succession_unknown"):
        act(database, ref, decide_succession, {(south.from_id, south.key): "whole"})
    pair = _proposals(database, ref)[EAST].pair
    with pytest.raises(Refused, match="succession_kind_invalid"):
        act(database, ref, decide_succession, {pair: "half"})
    assert read(database, ref).version == ref.version


def test_of_two_deciders_the_later_is_told_and_others_decide_nothing(database: Database) -> None:
    ref = _merged(database, EAST, WEST)
    act(database, ref, confirm_successions)
    with pytest.raises(StaleVersion):
        act(database, ref, decide_succession, {_proposals(database, ref)[EAST].pair: "none"})
    with pytest.raises(OutsideScope):
        act_as(coordinator(database, "776", role="officer"), database, ref, confirm_successions)
