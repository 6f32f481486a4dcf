"""The feed of the map: everything once, in columns of one length, nothing beyond the actor's scope."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
import shapely

from geo.formats.columns import unpack, unpack_integers
from geo.types import Interval
from layers.actor import SYSTEM
from layers.conversion.status import StatusChange, record_status
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row
from layers.planning.frequencies import Planner
from layers.planning.peaks import PeakDraft, add_peak, list_peaks
from layers.records.documents import Document, add_document
from layers.store import scope
from layers.store.database import Database
from layers.supervision.intervals import Intervals
from tests.rows import add_recommendation, add_visits
from webmap.errors import TooMuchForAMap
from webmap.maps import feed as feed_room
from webmap.maps.feed import Feed, FeedRequest, build_feed

_TODAY = date(2026, 11, 22)

_INTERVALS = Intervals(7, 14, 30)


def _feed(database: Database, **changes: object) -> Feed:
    with database.read() as connection:
        return build_feed(connection, FeedRequest(**{"actor": SYSTEM, "today": _TODAY, **changes}))


def _days(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1970, 1, 1)).days


def _rows(column: object) -> Sequence[Any]:
    """Return the entries of a column, whichever way it is written."""
    if isinstance(column, str):
        numbers: list[int] = unpack_integers(column).tolist()
        return numbers
    if isinstance(column, dict):
        rows: Sequence[Any] = _rows(column["row"]) if "values" in column else column["kind"]
        return [column["values"][at] for at in rows] if "values" in column else rows
    assert isinstance(column, list)
    return column


def test_columns_have_one_length_and_json_holds_them(database: Database) -> None:
    told = orjson.loads(orjson.dumps(_feed(database)))
    for name, count in (("areas", 27), ("landmarks", 7), ("hotspots", 4)):
        for key, column in told[name].items():
            assert len(_rows(column)) == count, (name, key)
    assert told["today"] == _days(2026, 11, 22)


def test_days_open_ends_and_states_are_coded(database: Database) -> None:
    told = _feed(database)
    place = told["hotspots"]["name"].index("Cầu Hiệp Ân")
    watched = told["states"].index("THEO_DOI")
    assert _rows(told["hotspots"]["status"])[place] == (watched, 0)
    assert _rows(told["hotspots"]["from"])[place] == _days(2012, 2, 8)
    assert _rows(told["hotspots"]["to"])[place] == _days(9999, 12, 31)
    assert told["topics"][1] == "ma_tuy"
    assert _rows(told["hotspots"]["topics"])[place] == 2
    assert [vintage["from"] for vintage in told["vintages"]] == [None, _days(2025, 1, 1), _days(2025, 7, 1)]


def test_wards_are_indices_of_all_vintages_the_lead_first(database: Database) -> None:
    told = _feed(database)
    place = told["hotspots"]["name"].index("Cầu Hiệp Ân")
    wards = [told["areas"]["id"][index] for index in _rows(told["hotspots"]["wards"])[place]]
    assert set(wards) == {
        "27400@start", "27406@start", "27415@start", "27403@2025-01-01", "27415@2025-01-01",
        "27418@2025-07-01", "27427@2025-07-01", "776@start",
    }  # fmt: skip
    assert wards.index("27400@start") < min(wards.index("27406@start"), wards.index("27415@start"))
    assert wards.index("27427@2025-07-01") < wards.index("27418@2025-07-01")


def test_geometry_unpacks_to_what_is_stored(database: Database) -> None:
    told = _feed(database)
    place = told["hotspots"]["name"].index("Hẻm 1678 Phạm Thế Hiển")
    unpacked = unpack(told["hotspots"]["geometry"])[place]
    stored = shapely.LineString([(106.6493, 10.7371), (106.6496, 10.7365), (106.65, 10.7359)])
    assert shapely.hausdorff_distance(unpacked, stored) < 1e-5


def test_only_places_in_scope_are_sent(database: Database) -> None:
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, "binh-dong")
        add_grant(change, account, "viewer", "27424@2025-07-01")
    assert _feed(database, actor=account.actor)["hotspots"]["name"] == ["Hẻm 1678 Phạm Thế Hiển"]


def test_the_past_is_as_it_was_known(database: Database) -> None:
    long_ago = _feed(database, known=datetime(2026, 1, 1, tzinfo=UTC))
    assert long_ago["hotspots"]["name"] == []
    assert long_ago["areas"]["name"] == []


def test_an_end_state_is_told_but_has_no_symbol(database: Database) -> None:
    with database.write(SYSTEM, "status.record") as change:
        document = add_document(change, Document("TB", "Thông báo"))
        merged = StatusChange("GOP_TACH", date(2020, 1, 1), document, "gộp", original_id=2)
        record_status(change, 1, merged)
    told = _feed(database)
    place = told["hotspots"]["code"].index("DB00001")
    assert _rows(told["hotspots"]["status"])[place][-2:] == (-1, _days(2020, 1, 1) - _days(2012, 2, 8))


def test_too_many_places_are_refused_not_cut(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_room, "MOST_VERSIONS", 3)
    with pytest.raises(TooMuchForAMap, match="too_many_places"):
        _feed(database)


def _supervise(database: Database) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        place = find_hotspot_row(change.connection, "DB00001")
        assert place is not None
        add_visits(change, place, date(2026, 10, 1), date(2026, 10, 15))
        add_visits(change, place, date(2026, 11, 30), state="planned")
        sent = {"sent_on": date(2026, 10, 1), "reply_due_on": date(2026, 10, 22)}
        add_recommendation(change, place, "sent", **sent)
        add_recommendation(change, place, "answered", **sent, answered_on=date(2026, 10, 8))


def test_supervision_is_told_in_columns_beside_the_places(database: Database) -> None:
    _supervise(database)
    told = orjson.loads(orjson.dumps(_feed(database, intervals=_INTERVALS)))
    asked, row = told["supervision"], told["hotspots"]["code"].index("DB00001")
    assert (asked["since"], asked["plans_from"], asked["soon"]) == (_days(2025, 1, 1), _days(2026, 11, 22), 7)
    watched = _days(2012, 2, 8)
    assert _rows(asked["asked"])[row] == [0, 0, 7, _days(2026, 10, 1) - watched, 1, 7, 14, 1, 7]
    assert _rows(asked["planned"])[row] == [_days(2026, 11, 30)]
    assert _rows(asked["replies"])[row] == [_days(2026, 10, 1), 21, None, _days(2026, 10, 1), 21, 7]
    for name, least in (("asked", 3), ("planned", 0), ("replies", 0)):
        column = _rows(asked[name])
        assert [len(values) for at, values in enumerate(column) if at != row] == [least] * 3, name


def test_days_until_the_next_visit_are_those_of_the_whole_rule(database: Database) -> None:
    _supervise(database)
    with database.write(SYSTEM, "peak.add") as change:
        peak = PeakDraft("Đợt cao điểm", "attack_wave", Interval(date(2026, 10, 20), date(2026, 11, 1)))
        add_peak(change, peak, uuid="00000000-0000-0000-0000-000000000001")
    with database.read() as connection:
        planner = Planner(peaks=list_peaks(connection))
    told = _feed(database, intervals=planner)
    row = told["hotspots"]["code"].index("DB00001")
    waits = _rows(told["supervision"]["asked"])[row][2::3]
    assert waits == (7, 7, 5), "the last visit, of 15 October, is followed by the peak of the 20th"


def test_a_state_that_ends_supervision_asks_for_no_visit(database: Database) -> None:
    with database.write(SYSTEM, "status.record") as change:
        document = add_document(change, Document("TB", "Thông báo"))
        record_status(change, 1, StatusChange("GOP_TACH", date(2020, 1, 1), document, "gộp", original_id=2))
    told = _feed(database, intervals=_INTERVALS)
    row = told["hotspots"]["code"].index("DB00001")
    assert _rows(told["supervision"]["asked"])[row][2::3] == (7, None)


def test_columns_that_nobody_fills_are_not_sent(database: Database) -> None:
    told = _feed(database, intervals=_INTERVALS)["supervision"]
    assert set(told) == {"since", "soon", "asked", "plans_from"}
    assert "supervision" not in _feed(database)


def test_supervision_is_left_out_for_whom_it_is_not(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _supervise(database)
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, "xem")
        add_grant(change, account, "viewer", "776")
    asked = {"actor": account.actor, "intervals": _INTERVALS}
    assert {"asked", "replies"} <= set(_feed(database, **asked)["supervision"])
    monkeypatch.setitem(scope.ACTIONS, "visit.read", frozenset({"officer"}))
    assert set(_feed(database, **asked)["supervision"]) == {"since", "replies"}
    monkeypatch.setitem(scope.ACTIONS, "recommendation.read", frozenset({"officer"}))
    assert "supervision" not in _feed(database, **asked)


def test_a_place_whose_visits_are_hidden_is_not_judged(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(scope.ACTIONS, "visit.read", frozenset({"officer"}))
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, "xem")
        add_grant(change, account, "viewer", "776")
        add_grant(change, account, "officer", "27424@2025-07-01")
    told = _feed(database, actor=account.actor, intervals=_INTERVALS)
    asked = dict(zip(told["hotspots"]["code"], _rows(told["supervision"]["asked"]), strict=True))
    hidden = dict.fromkeys(("DB00002", "DB00003", "DB00004"))
    assert asked == {"DB00001": (0, 0, 7), **hidden}
