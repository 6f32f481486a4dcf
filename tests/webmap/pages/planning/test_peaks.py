"""The page of peak periods: announced, changed, withdrawn, and told on Today and on the list."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from geo.types import Interval
from layers.planning.peaks import Peak, list_peaks
from layers.store.database import Database
from tests.layers.planning.rules import PEAK, set_frequency, set_peak, uuid
from tests.webmap.conftest import SignIn, post

PAGE = "/plans/peaks"
BINH_DONG, CHANH_HUNG = "27424@2025-07-01", "27418@2025-07-01"
FIELDS = {
    "name": "Tháng hành động phòng, chống ma túy",
    "kind": "drug_month",
    "first_on": "01/12/2026",
    "last_on": "31/12/2026",
    "topics": ["ma_tuy"],
    "area": "776@start",
}


def _peaks(store: Database) -> tuple[Peak, ...]:
    with store.read() as connection:
        return list_peaks(connection)


@pytest.fixture
def desk(sign_in: SignIn) -> None:
    """Sign in who announces peaks in the old district."""
    sign_in("coordinator", "776")


@pytest.mark.usefixtures("desk")
def test_a_peak_is_announced_once_with_its_last_day_included(client: FlaskClient, store: Database) -> None:
    form = client.get(f"{PAGE}/new").text
    assert "Mọi nơi" not in form, "who is bound to an area offers none but his"
    sent = {**FIELDS, "uuid": str(uuid4())}
    for _ in range(2):
        answer = post(client, f"{PAGE}/new", **sent)
        assert (answer.status_code, answer.location) == (303, PAGE)
    (peak,) = _peaks(store)
    assert (peak.valid, peak.topics) == (Interval(date(2026, 12, 1), date(2027, 1, 1)), ("ma_tuy",))
    page = client.get(PAGE).text
    assert "Từ 01/12/2026 đến hết 31/12/2026" in page
    assert "Sắp tới" in page
    assert f"{PAGE}/{peak.uuid}" in page


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Tên đợt"),
        ({"first_on": "31/12/2026", "last_on": "01/12/2026"}, "Ngày cuối phải không trước ngày đầu"),
        ({"last_on": "32/12/2026"}, "32/12/2026"),
        ({"kind": "war"}, "Loại"),
        ({"area": "99999@start"}, "Khu vực"),
        ({"name": "Đợt của ông Nguyễn Văn Bình"}, "Nguyễn Văn Bình"),
        ({"uuid": ""}, FIELDS["name"]),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    client: FlaskClient, store: Database, wrong: dict[str, str], told: str
) -> None:
    answer = post(client, f"{PAGE}/new", **{**FIELDS, "uuid": str(uuid4()), **wrong})
    assert answer.status_code == 422
    assert told in answer.text
    assert "31/12/2026" in answer.text or "last_on" in wrong
    assert _peaks(store) == ()


@pytest.mark.usefixtures("desk")
def test_a_peak_is_changed_from_its_present_version_and_withdrawn(
    client: FlaskClient, store: Database
) -> None:
    set_peak(store, replace(PEAK, area="776"))
    one = f"{PAGE}/{uuid(1)}"
    assert 'value="31/12/2026"' in client.get(one).text
    assert post(client, one, **{**FIELDS, "version": "1", "topics": []}).status_code == 303
    late = post(client, one, **{**FIELDS, "version": "1"})
    assert late.status_code == 412
    assert 'name="version" value="2"' in late.text
    assert post(client, f"{one}/withdraw", version="1").status_code == 412
    assert post(client, f"{one}/withdraw").status_code == 422
    assert post(client, f"{one}/withdraw", version="2").status_code == 303
    assert _peaks(store) == ()
    assert client.get(one).status_code == 404


def test_an_area_of_another_is_refused_beside_the_field(
    client: FlaskClient, store: Database, sign_in: SignIn
) -> None:
    sign_in("coordinator", BINH_DONG)
    answer = post(client, f"{PAGE}/new", **{**FIELDS, "uuid": str(uuid4()), "area": CHANH_HUNG})
    assert answer.status_code == 422
    assert "ngoài nơi bạn phụ trách" in answer.text
    assert _peaks(store) == ()


def test_readers_see_the_list_without_its_buttons(
    client: FlaskClient, store: Database, sign_in: SignIn
) -> None:
    set_peak(store, PEAK)
    set_frequency(store, days=5, topic="ma_tuy", area="776")
    sign_in("viewer", BINH_DONG)
    page = client.get(PAGE).text
    for words in (PEAK.name, "Đang diễn ra", "7 ngày", "14 ngày", "30 ngày", "5 ngày", "Quận 8"):
        assert words in page, words
    assert f"{PAGE}/new" not in page
    assert client.get(f"{PAGE}/new").status_code == 403


def test_today_and_the_list_tell_of_the_peaks_where_a_place_of_the_reader_lies(
    client: FlaskClient, store: Database, sign_in: SignIn
) -> None:
    set_peak(store, replace(PEAK, name="Cao điểm Bình Đông", area=BINH_DONG, topics=("ma_tuy",)), 1)
    set_peak(store, replace(PEAK, name="Cao điểm Chánh Hưng", area=CHANH_HUNG), 2)
    sign_in("viewer", BINH_DONG)
    for path in ("/", "/hotspots"):
        page = client.get(path).text
        assert "Cao điểm Bình Đông" in page
        assert "đến hết 31/12/2026" in page
        assert "Cao điểm Chánh Hưng" not in page
    assert "Cao điểm Bình Đông" not in client.get("/hotspots?on=2026-11-01").text


def test_a_peak_makes_places_due_on_every_page(client: FlaskClient, store: Database, sign_in: SignIn) -> None:
    sign_in("supervisor", BINH_DONG)
    assert 'value="29/11/2026"' in client.get("/visits/new?hotspot=DB00001").text
    before = client.get("/map/data")
    set_peak(store, PEAK)
    assert 'value="25/11/2026"' in client.get("/visits/new?hotspot=DB00001").text
    assert 'value="25/11/2026"' in client.get("/visits/plan?hotspot=DB00001").text
    again = client.get("/map/data", headers={"If-None-Match": before.headers["ETag"]})
    assert again.status_code == 200, "the data of the map are others"
