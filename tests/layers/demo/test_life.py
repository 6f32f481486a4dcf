"""What happens to one invented place: visits by its state, requests that rest on them, papers that come before."""

from datetime import timedelta
from random import Random

import pytest

from layers.conversion.grounds import RELAPSE_VISITS
from layers.demo.deeds import Asked, Stepped
from layers.demo.life import Life, Shelf, office_day
from layers.demo.paths import PATHS, lay_out
from layers.supervision.workdays import add_working_days
from tests.layers.demo.invented import TODAY


def life(path: str, place: int = 0) -> Life:
    random = Random(place)
    return Life(place, lay_out(path, TODAY, 14, random), TODAY, Shelf(), random)


def test_a_relapse_is_seen_before_it_is_decided() -> None:
    told = life("W4 Q2 C9 J1 D20 R3")
    relapsed = told.stages[-1].since
    seen = [visit for visit in told.visits() if visit.result == "relapse"]
    assert len(seen) == RELAPSE_VISITS
    assert all(relapsed - timedelta(days=30) < visit.on < relapsed for visit in seen)


def test_a_suspected_relapse_is_the_last_thing_seen() -> None:
    assert life("W4 C9 J1 D9!").visits()[-1].result == "relapse"


@pytest.mark.parametrize("place", range(10))
def test_requests_rest_on_visits_and_steps_follow_one_another(place: int) -> None:
    told = life(PATHS[1], place)
    visits = told.visits()
    made = {visit.number: visit.on for visit in visits}
    asked = {}
    for deed in [*told.requests(visits), *told.upkeep(visits)]:
        assert deed.on < TODAY
        if isinstance(deed, Asked):
            asked[deed.number] = deed.on
            assert deed.visit is None or made[deed.visit] <= deed.on
        elif isinstance(deed, Stepped):
            assert asked[deed.request] <= deed.on
            assert deed.paper is None or deed.paper.issued_on <= deed.on


def test_terms_run_out_by_themselves() -> None:
    told = life("W4 C9 J1 D5")
    turns = {turn.state: turn for turn in told.turns()}
    assert set(turns) == {"THEO_DOI", "DANG_CHUYEN_HOA", "DA_CHUYEN_HOA"}
    judged = next(stage.since for stage in told.stages if stage.letter == "J")
    assert turns["DANG_CHUYEN_HOA"].term_to == judged - timedelta(days=1)


def test_letters_go_out_on_days_of_the_week() -> None:
    sunday = TODAY
    assert sunday.weekday() == 6
    assert office_day(sunday) == sunday + timedelta(days=1)
    assert office_day(add_working_days(sunday, 1)) == add_working_days(sunday, 1)
