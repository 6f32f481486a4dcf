"""Blank slips of visits: for places at which one records visits, and for no others."""

from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.checklists import add_default_checklist
from tests.webmap.conftest import SignIn
from tests.webmap.render.paper.test_visit_slip import read

SLIP = "/visits/slip.pdf?hotspot=DB00001"


def test_a_slip_is_made_for_a_place_and_offered_on_its_page_and_form(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    with store.write(SYSTEM, "defaults.add") as change:
        add_default_checklist(change)
    sign_in("supervisor", "776")
    for page in ("/hotspots/DB00001", "/visits/new?hotspot=DB00001"):
        assert SLIP in client.get(page).text, page
    answer = client.get(SLIP)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    (told,) = read(answer.data)
    for words in ("Hẻm 1678 Phạm Thế Hiển", "Phường Bình Đông", "Camera an ninh", "lan in", "hủy phiếu"):
        assert words in told, words


def test_nobody_gets_a_slip_for_a_place_at_which_he_records_no_visits(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("supervisor", "27397@2025-01-01")
    assert client.get(SLIP).status_code in {403, 404}


def test_a_slip_is_for_a_place_on_paper_that_there_is(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    assert client.get("/visits/slip.pdf").status_code == 400
    assert client.get(f"{SLIP}&paper=A3").status_code == 400
    assert client.get("/visits/slip.pdf?hotspot=DB09999").status_code == 404
