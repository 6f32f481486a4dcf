"""The door through which files come in: the list, the layers of a file, and every refusal told with the file kept."""

import pytest
from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.files.samples import LAYERS, old_table, sent, two_layers


@pytest.fixture
def officer(sign_in: SignIn) -> None:
    """Sign in who may import."""
    sign_in("officer", "776")


def test_an_empty_list_offers_the_form_and_tells_the_limits(client: FlaskClient, officer: None) -> None:
    page = client.get("/imports").text
    assert "Chưa có lần nhập nào" in page
    assert "Tối đa 500 MB" in page
    assert 'type="file"' in page
    assert 'value="boundaries"' not in page  # an officer publishes none
    assert 'href="/imports"' in page


def test_what_is_missing_is_told_beside_the_form_and_the_file_is_kept(
    client: FlaskClient, officer: None
) -> None:
    nothing = post(client, "/imports", target="hotspots")
    assert nothing.status_code == 422
    assert 'id="file-error"' in nothing.text
    unaimed = post(client, "/imports", **sent(old_table(), target=""))
    assert unaimed.status_code == 422
    assert 'id="target-error"' in unaimed.text
    kept = unaimed.text.split('name="kept" value="')[1].split('"')[0]
    done = post(client, "/imports", target="hotspots", kept=kept)
    assert done.status_code == 303, done.text
    page = client.get("/imports").text
    assert "dia-ban-cu.csv" in page
    assert "Chờ xác nhận" in page
    assert post(client, "/imports", target="hotspots", kept=f"{kept}x").status_code == 422


def test_a_file_of_several_layers_asks_for_one(client: FlaskClient, officer: None) -> None:
    asked = post(client, "/imports", **sent(two_layers(), "hai-lop.zip"))
    assert asked.status_code == 200, asked.text
    assert asked.text.count('name="layer"') == 2
    assert all(f"<b>{name}</b>" in asked.text for name in LAYERS)
    kept = asked.text.split('name="kept" value="')[1].split('"')[0]
    layer = asked.text.split('name="layer"')[1].split('value="')[1].split('"')[0]
    assert layer not in LAYERS
    done = post(client, "/imports", target="hotspots", kept=kept, layer=layer)
    assert done.status_code == 303, done.text
    for page in (done.location, "/imports"):
        assert any(f"lớp {name}" in client.get(page).text for name in LAYERS)


def test_a_file_that_lies_nowhere_asks_where_it_lies(client: FlaskClient, officer: None) -> None:
    body = "TEN;X;Y\r\nHẻm 5;3;4\r\nHẻm 6;4;3\r\n".encode()
    asked = post(client, "/imports", **sent(body))
    assert asked.status_code == 422
    assert 'id="crs-error"' in asked.text
    kept = asked.text.split('name="kept" value="')[1].split('"')[0]
    done = post(client, "/imports", target="hotspots", kept=kept, crs="EPSG:9210")
    assert done.status_code == 303, done.text
    assert "EPSG:9210" in client.get(done.location).text


@pytest.mark.parametrize(
    ("body", "name", "code"),
    [
        (b"%PDF-1.4 not a map", "ban-do.pdf", "PDF"),
        (b"PK\x03\x04 cut off", "ban-do.zip", None),
        (b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>", "x.vrt", None),
    ],
    ids=["pdf", "broken zip", "pointer"],
)
def test_what_is_not_taken_in_is_told_in_words(
    client: FlaskClient, officer: None, body: bytes, name: str, code: str | None
) -> None:
    answer = post(client, "/imports", **sent(body, name))
    assert answer.status_code == 422
    told = answer.text.split('role="alert"')[1].split("</div>")[0]
    assert "errors." not in told
    assert code is None or code in told
    assert "Chưa có lần nhập nào" in answer.text


def test_whoever_may_not_import_comes_not_in(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer")
    assert client.get("/imports").status_code == 403
    assert post(client, "/imports", **sent(old_table())).status_code == 403
    assert 'href="/imports"' not in client.get("/account").text
