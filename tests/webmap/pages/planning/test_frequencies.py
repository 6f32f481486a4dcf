"""The page of an interval between visits: set, changed, withdrawn."""

from datetime import date
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from geo.types import DATE_MAX, Interval
from layers.planning.frequencies import Frequency, list_frequencies
from layers.store.database import Database
from tests.layers.planning.rules import set_frequency, uuid
from tests.webmap.conftest import SignIn, post

PAGE = "/plans/frequencies"


@pytest.fixture(autouse=True)
def desk(sign_in: SignIn) -> None:
    """Sign in who sets intervals everywhere."""
    sign_in("coordinator")


def _all(store: Database) -> tuple[Frequency, ...]:
    with store.read() as connection:
        return list_frequencies(connection)


def test_an_interval_is_set_once_and_shown(client: FlaskClient, store: Database) -> None:
    assert "Mọi nơi" in client.get(f"{PAGE}/new").text
    sent = {"uuid": str(uuid4()), "days": "3", "topic": "ma_tuy", "state_group": "complicated", "area": "",
            "first_on": "01/12/2026"}  # fmt: skip
    for _ in range(2):
        assert post(client, f"{PAGE}/new", **sent).location == "/plans/peaks"
    (one,) = _all(store)
    assert (one.days, one.topic, one.state_group, one.area) == (3, "ma_tuy", "complicated", None)
    assert one.valid == Interval(date(2026, 12, 1), DATE_MAX)
    page = client.get("/plans/peaks").text
    assert "3 ngày" in page
    assert "Từ 01/12/2026" in page


@pytest.mark.parametrize(
    "wrong", [{"days": "0"}, {"days": "x"}, {"topic": "x"}, {"uuid": ""}, {"last_on": "1"}]
)
def test_what_is_wrong_is_told(client: FlaskClient, store: Database, wrong: dict[str, str]) -> None:
    sent = {"uuid": str(uuid4()), "days": "3", **wrong}
    assert post(client, f"{PAGE}/new", **sent).status_code == 422
    assert _all(store) == ()


def test_an_interval_is_changed_and_withdrawn(client: FlaskClient, store: Database) -> None:
    set_frequency(store, days=5, area="776")
    one = f"{PAGE}/{uuid(1)}"
    assert 'value="5"' in client.get(one).text
    assert post(client, one, days="4", version="1", last_on="31/12/2026").status_code == 303
    assert (_all(store)[0].days, _all(store)[0].valid.end) == (4, date(2027, 1, 1))
    assert post(client, one, days="6", version="1").status_code == 412
    assert post(client, one, days="6").status_code == 422
    assert post(client, f"{one}/withdraw").status_code == 422
    assert post(client, f"{one}/withdraw", version="2").status_code == 303
    assert _all(store) == ()
