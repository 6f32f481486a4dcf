"""The frame of the field page, its worker, manifest and icons: the same for everybody, and small."""

import io
import json
import re

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.webmap.conftest import SignIn, post

MOST_BYTES = 3_000_000
"""Of the shell, the map and the area, as they lie on the phone."""


def size_of(client: FlaskClient, path: str) -> int:
    """Return how many bytes an address gives."""
    with client.get(path) as answer:
        assert answer.status_code == 200, path
        return len(answer.data)


def read_kept(client: FlaskClient) -> dict[str, object]:
    """Return what the worker is told to keep."""
    found = re.match(r"globalThis\.PRECACHE = (\{.*\});\n", client.get("/sw.js").text)
    assert found
    told: dict[str, object] = json.loads(found[1])
    return told


def test_the_page_needs_a_sign_in_but_holds_nothing_of_the_reader(
    client: FlaskClient, sign_in: SignIn
) -> None:
    assert client.get("/field").status_code == 303
    sign_in("supervisor", "776", name="lan")
    first = client.get("/field").text
    post(client, "/language", locale="en", next="/field")
    assert client.get("/field").text == first
    assert "lan" not in re.findall(r"\w+", first)
    assert "csrf" not in first
    assert "nonce" not in first


def test_the_page_speaks_both_languages(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    found = re.search(r'id="field-config">(.*?)</script>', client.get("/field").text, re.DOTALL)
    assert found
    texts = json.loads(found[1])["texts"]
    assert texts["vi"]["field.title"] == "Đi thực địa"
    assert texts["en"]["field.sync.waiting"] == ["{n} item waiting", "{n} items waiting"]
    assert texts["vi"].keys() == texts["en"].keys()


def test_the_worker_keeps_to_a_policy_of_its_own_and_is_asked_for_each_time(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; connect-src 'self'"
    )


def test_what_the_phone_keeps_is_there_and_at_most_3_mb_with_the_area(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("supervisor", "776")
    told = read_kept(client)
    files = [told["page"], told["away"], *told["files"]]  # type: ignore[misc]
    sizes = [size_of(client, str(path)) for path in files]
    uuid = "0b6d3c1e-5a52-4c39-9a4e-0d2f0b1c7a11"
    token = client.get(f"/api/sync/session?device={uuid}").json["csrf"]
    made = client.post(
        "/api/sync/devices", json={"uuid": uuid, "name": "Android"}, headers={"X-CSRFToken": token}
    )
    assert made.status_code == 201
    assert sum(sizes) + size_of(client, f"/api/sync/area?device={uuid}") < MOST_BYTES


def test_the_finder_of_faces_is_kept_only_when_it_is_used(client: FlaskClient) -> None:
    told = read_kept(client)
    assert any("face-detection.tflite" in path for path in told["faces"])  # type: ignore[attr-defined]
    assert not any("tflite" in path or "litert" in path for path in told["files"])  # type: ignore[attr-defined]


def test_a_telephone_can_put_it_among_its_applications(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    told = json.loads(answer.data)
    assert (told["start_url"], told["scope"], told["display"]) == ("/field", "/", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert [icon["purpose"] for icon in told["icons"]].count("maskable") == 1
    for icon in told["icons"]:
        drawn = Image.open(io.BytesIO(client.get(icon["src"]).data))
        assert f"{drawn.width}x{drawn.height}" == icon["sizes"]


def test_there_are_no_other_icons(client: FlaskClient) -> None:
    assert client.get("/field/icon-193.png").status_code in {303, 404}


def test_the_page_for_no_connection_leads_to_the_field(client: FlaskClient) -> None:
    page = client.get("/field/away").text
    assert 'href="/field"' in page
    assert "Không có kết nối" in page
    assert "No connection" in page


@pytest.mark.parametrize(
    ("role", "sees"), [("supervisor", True), ("viewer", False)], ids=["may-record", "only-reads"]
)
def test_whoever_records_visits_finds_it_on_the_first_page(
    client: FlaskClient, sign_in: SignIn, role: str, sees: bool
) -> None:
    sign_in(role, "776")
    page = client.get("/").text
    assert ('href="/field"' in page) is sees
    assert ('rel="manifest"' in page) is sees


def test_the_map_page_knows_nothing_of_it(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    page = client.get("/map").text
    assert "manifest" not in page
    assert "field.js" not in page
