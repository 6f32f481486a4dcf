"""The table of long work: each kind has a name in every language, and a right that it asks for."""

import pytest

from layers.store.scope import ACTIONS
from webmap.jobs.kinds import KINDS
from webmap.texts import LANGUAGES, load_catalogue


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_name_and_a_right(language: str) -> None:
    texts = load_catalogue(language).forms
    assert [name for name in KINDS if f"downloads.kind.{name}" not in texts] == []
    assert {kind.action for kind in KINDS.values()} <= set(ACTIONS)
