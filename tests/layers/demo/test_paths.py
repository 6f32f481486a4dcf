"""The lives of invented places: moves that the state table allows, laid out without gaps up to the day."""

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from layers.conversion.spans import EXPIRES_INTO
from layers.conversion.states import STATES, find_move
from layers.demo.paths import PATHS, Stage, lay_out
from tests.layers.demo.invented import TODAY


def laid_out(path: str, years: float) -> list[Stage]:
    return lay_out(path, TODAY, years, Random(1))


@pytest.mark.parametrize("years", [1, 5, 14])
@pytest.mark.parametrize("path", PATHS)
def test_every_life_is_one_that_the_state_table_allows(path: str, years: int) -> None:
    stages = laid_out(path, years)
    assert find_move(None, stages[0].state)
    for before, after in pairwise(stages):
        assert before.until == after.since
        assert find_move(before.state, after.state) or EXPIRES_INTO.get(before.state) == after.state
    assert stages[-1].until == TODAY
    assert all(stage.since < stage.until for stage in stages)


def test_all_ends_together_are_every_state_that_is_no_merge() -> None:
    ends = {laid_out(path, 14)[-1].state for path in PATHS}
    assert ends == set(STATES) - {"GOP_TACH", "TRUNG"}


def test_a_life_that_is_too_long_loses_its_beginning() -> None:
    whole, late = laid_out(PATHS[0], 14), laid_out(PATHS[0], 12)
    assert TODAY - whole[0].since < timedelta(days=14 * 366)
    assert late[0].since > whole[0].since
    assert [stage.letter for stage in late[-3:]] == [stage.letter for stage in whole[-3:]]
