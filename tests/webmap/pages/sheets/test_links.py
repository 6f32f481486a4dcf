"""Links: made for some days, followed by whoever is signed in, counted and ended."""

import re

from flask.testing import FlaskClient

from tests.webmap.conftest import PASSWORD, SignIn, post
from tests.webmap.pages.sheets.saving import save


def test_a_link_leads_to_its_map_until_it_is_revoked(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", name="minh")
    sign_in("officer")
    save(client)
    made = post(client, "/maps/BD00001/link", days="30")
    path = re.search(r'id="secret">http://localhost(/l/[^<]+)<', made.text)[1]
    assert (made.status_code, "dùng được 30 ngày" in made.text) == (201, True)
    assert post(client, "/maps/BD00001/link", days="31").status_code == 303
    post(client, "/sign-in", name="minh", password=PASSWORD)
    assert client.get("/maps/BD00001").status_code == 404
    assert client.get(path).headers["Location"].startswith("/map?")
    assert post(client, "/links/1/revoke").status_code == 404
    post(client, "/sign-in", name="lan", password=PASSWORD)
    assert "đã mở 1 lần" in client.get("/maps").text
    assert post(client, "/links/1/revoke").status_code == 303
    assert client.get(path).status_code == 410
    assert client.get("/l/guessed").status_code == 404
