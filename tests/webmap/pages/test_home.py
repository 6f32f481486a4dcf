"""The first page, for those who see places and those who do not."""

from flask.testing import FlaskClient

from geo.text.names import collation_key
from layers.actor import SYSTEM
from layers.places.demo import remove_demo
from layers.store.database import Database
from tests.webmap.conftest import SignIn, post


def test_it_sums_up_the_readers_area_today(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    page = client.get("/").text
    assert "Quận 8 (cũ), ngày 22/11/2026: 4 địa bàn" in page
    assert "Phức tạp, đang theo dõi: 4" in page
    assert 'href="/map?selected=DB00001"' in page
    assert "08/02/2012" in page
    assert "Mở bản đồ" in page


def test_it_speaks_english(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    post(client, "/language", locale="en", next="/")
    page = client.get("/").text
    assert "Everywhere, 22/11/2026: 4 hotspots" in page
    assert "Open the map" in page


def test_places_are_in_vietnamese_order(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    page = client.get("/").text
    names = [part.split("</a>")[0].split(">")[-1] for part in page.split("/map?selected=")[1:]]
    assert len(names) == 4
    assert names == sorted(names, key=collation_key)


def test_an_empty_area_says_what_would_be_here(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    with store.write(SYSTEM, "demo.remove") as change:
        remove_demo(change)
    sign_in()
    page = client.get("/").text
    assert "Hiện chưa có địa bàn nào." in page
    assert page.count("button--primary") == 1


def test_a_role_without_places_is_told_so(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("admin")
    page = client.get("/").text
    assert "chưa có quyền xem địa bàn" in page
    assert "DB0000" not in page


def test_an_account_without_rights_is_told_so(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(None)
    assert "Chưa được giao khu vực" in client.get("/").text
    assert "Chưa được cấp quyền nào" in client.get("/account").text
