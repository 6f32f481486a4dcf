"""The map of a ward in a presentation: its places by their status, and no word of the others."""

import re

from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn

_BINH_DONG = "27424@2025-07-01"


def _map(page: str) -> str:
    found = re.search(r'<div class="present__drawing"(.*?)</svg>', page, re.DOTALL)
    return found[1] if found else ""


def test_a_ward_shows_its_places_and_the_area_its_shades(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    whole, ward = client.get("/present").text, client.get(f"/present?row={_BINH_DONG}").text
    assert ('class="choropleth"' in whole, _map(whole)) == (True, "")
    drawn = _map(ward)
    assert "Hẻm 1678 Phạm Thế Hiển" in drawn
    assert "Hẻm 690 Nguyễn Duy" not in drawn
    assert "sign-THEO_DOI-alley" in drawn
    assert re.search(r'role="img" aria-label="[^"]+Bình Đông[^"]+1 ', drawn)


def test_on_other_boundaries_the_ward_of_then_is_drawn(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    page = client.get("/present?row=27424@2025-07-01&on=2020-05-05&vintage=2025-07-01").text
    assert "Hẻm 1678 Phạm Thế Hiển" in _map(page)
