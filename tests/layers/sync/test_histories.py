"""Days without a network: random histories of two devices and two people end with every visit stored once.

The devices are the real outbox of the phone (webmap/static/js/field/outbox.js), played by node; what may happen on the
way is in tests/js/histories.js. A history that fails is played alone by ``play(folder, SEED, 1)``.
"""

from pathlib import Path

import pytest

from tests.layers.sync.histories import play

AT_ONCE = 50


@pytest.mark.parametrize("first", range(1, 151, AT_ONCE))
def test_every_visit_is_stored_once(tmp_path: Path, first: int) -> None:
    played = dict(play(tmp_path, first, AT_ONCE))
    assert {seed: faults for seed, faults in played.items() if faults} == {}
    assert len(played) == AT_ONCE
