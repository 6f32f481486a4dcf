"""Whatever a file may be imported as can be written, and asks for a right that there is."""

from layers.imports.import_layers import TARGETS
from layers.imports.landings import LANDINGS
from layers.store.scope import ACTIONS


def test_every_target_can_be_landed() -> None:
    assert LANDINGS.keys() == TARGETS.keys()
    assert {target.action for target in TARGETS.values()} <= ACTIONS.keys()
