"""What tests of plans share: a search that is short, for they are not about how good its answer is."""

from collections.abc import Iterator

import pytest

from geo.travel import tours
from layers.outings import assignment


@pytest.fixture(autouse=True, scope="package")
def short_search() -> Iterator[None]:
    """Let the search for orders end early."""
    with pytest.MonkeyPatch.context() as patch:
        for room in (tours, assignment):
            patch.setattr(room, "effort_for", lambda _stops, _teams: tours.Effort(60, 5))
        yield
