"""Files of a plan: the rights of its page, nothing of what is hidden, safe names, and clear refusals."""

import gpxpy
import orjson
import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.checklists import add_default_checklist
from tests.layers.outings.days import make
from tests.webmap.conftest import SignIn, post
from tests.webmap.render.paper.test_visit_slip import read

PLACES = {"DB00001", "DB00002", "DB00003", "DB00004"}
RACH_ONG = "27397@2025-01-01"  # holds none of them
KINDS = {
    "gpx": "application/gpx+xml",
    "kml": "application/vnd.google-earth.kml+xml",
    "geojson": "application/geo+json",
    "ics": "text/calendar",
}


@pytest.fixture
def plan(store: Database) -> str:
    """Return the code of a plan of the four places, and publish the list of visits."""
    with store.write(SYSTEM, "defaults.add") as change:
        add_default_checklist(change)
    return make(store)


@pytest.mark.parametrize("suffix", sorted(KINDS))
def test_each_file_is_sent_with_its_type_and_a_safe_name(
    client: FlaskClient, sign_in: SignIn, plan: str, suffix: str
) -> None:
    sign_in("viewer", "776")
    answer = client.get(f"/plans/{plan}.{suffix}")
    assert answer.status_code == 200
    assert answer.mimetype == KINDS[suffix]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="2026-11-22-{plan}.{suffix}"'
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.data == client.get(f"/plans/{plan}.{suffix}").data


def test_the_sheet_is_shown_with_every_stop_and_where_it_comes_from(
    client: FlaskClient, sign_in: SignIn, plan: str
) -> None:
    sign_in("viewer", "776")
    answer = client.get(f"/plans/{plan}/sheet.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("inline;")
    told = " ".join(read(answer.data))
    assert all(code in told for code in PLACES)
    for also in (
        "lan in",
        f"{plan}, bản 1",
        "Hẻm 1678 Phạm Thế Hiển",
        f"http://localhost/plans/{plan}",
        "Chủ nhật, 22/11/2026",
    ):
        assert also in told, also


def test_paper_team_slips_and_language_can_be_asked_for(
    client: FlaskClient, sign_in: SignIn, plan: str
) -> None:
    sign_in("viewer", "776")
    plain = read(client.get(f"/plans/{plan}/sheet.pdf?paper=A5&team=1").data)
    slips = read(client.get(f"/plans/{plan}/sheet.pdf?paper=A5&team=1&slips=1").data)
    assert len(slips) > len(plain)
    assert "Phiếu giám sát" in slips[-1]
    post(client, "/language", locale="en")
    english = client.get(f"/plans/{plan}/sheet.pdf")
    assert english.headers["Content-Language"] == "en"
    assert "Run sheet" in read(english.data)[0]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/sheet.pdf?paper=A3", 400), ("/sheet.pdf?team=x", 400), ("/sheet.pdf?team=9999", 400),
        ("/sheet.pdf?team=7", 404),
        ("/sheet.pdf?slips=yes", 400), ("/sheet.pdf?other=1", 400), (".gpx?other=1", 400), (".exe", 404),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    client: FlaskClient, sign_in: SignIn, plan: str, asked: str, status: int
) -> None:
    sign_in("viewer", "776")
    assert client.get(f"/plans/{plan}{asked}").status_code == status


def test_whoever_sees_no_stop_has_no_file(client: FlaskClient, sign_in: SignIn, plan: str) -> None:
    sign_in("officer", RACH_ONG)
    for ending in ("/sheet.pdf", *(f".{suffix}" for suffix in KINDS)):
        assert client.get(f"/plans/{plan}{ending}").status_code == 404, ending


def test_a_stop_that_is_hidden_is_in_no_file_and_is_counted(
    client: FlaskClient, sign_in: SignIn, plan: str
) -> None:
    sign_in("viewer", "27424@2025-07-01")
    told = orjson.loads(client.get(f"/plans/{plan}.geojson").data)
    seen = {one["properties"]["code"] for one in told["features"] if one["properties"]["type"] == "stop"}
    assert "DB00001" in seen
    hidden = PLACES - seen
    assert hidden
    assert told["hidden"] == len(hidden)
    files = [client.get(f"/plans/{plan}.{suffix}").text for suffix in KINDS]
    sheet = " ".join(read(client.get(f"/plans/{plan}/sheet.pdf?slips=1").data))
    assert not [code for code in hidden for text in (*files, sheet) if code in text]


def test_the_way_of_the_track_keeps_off_the_water(client: FlaskClient, sign_in: SignIn, plan: str) -> None:
    sign_in("viewer", "776")
    read_back = gpxpy.parse(client.get(f"/plans/{plan}.gpx").text)
    assert len(read_back.tracks[0].segments) == len(read_back.routes[0].points) - 1
    assert f"http://localhost/plans/{plan}" == read_back.link
