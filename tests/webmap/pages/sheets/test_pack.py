"""The button of the meeting pack: one click, two files, once."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn, post
from tests.webmap.render.office.slides_read import read_slides, words_of
from tests.webmap.render.paper.test_visit_slip import read
from webmap.jobs.running import Workshop

ASK = "/dashboard/pack?on=2013-01-01&since=2012-01-01"


def _jobs(client: FlaskClient) -> set[str]:
    return set(re.findall(r"/downloads/([0-9a-f-]{36})", client.get("/downloads").text))


@pytest.fixture
def made(app: Flask, client: FlaskClient, sign_in: SignIn) -> dict[str, bytes]:
    """Return the files of a pack that somebody asked for with one click, or rather two."""
    sign_in("viewer", "776")
    page = client.get("/dashboard?on=2013-01-01&since=2012-01-01").text
    assert f'action="{ASK.replace("&", "&amp;")}"' in page
    (uuid,) = re.findall(r'name="uuid" value="([^"]+)"', page)
    for _ in range(2):
        answer = post(client, ASK, uuid=uuid)
        assert (answer.status_code, answer.location) == (303, "/downloads")
    jobs = _jobs(client)
    assert len(jobs) == 2
    shop = Workshop(app)
    for job in sorted(jobs):
        shop.do(job)
    shop.database.close()
    files = {}
    for job in jobs:
        with client.get(f"/downloads/{job}/file") as file:
            name = re.findall(r"ho-so-hop-2013-01-01\.(\w+)", file.headers["Content-Disposition"])[0]
            files[name] = file.get_data()
    return files


def test_one_click_gives_a_pack_to_hand_out_and_one_to_show(
    made: dict[str, bytes], client: FlaskClient
) -> None:
    assert set(made) == {"pdf", "pptx"}
    slides = read_slides(made["pptx"])
    for told in (" ".join(" ".join(read(made["pdf"])).split()), " ".join(map(words_of, slides))):
        for words in (
            "Hồ sơ họp: Quận 8 (cũ), ngày 01/01/2013",
            "Kỳ từ 01/01/2012 đến 01/01/2013",
            "Phường 16",
        ):
            assert words in told
    assert "Hồ sơ họp (PDF) – Quận 8 (cũ), 01/01/2013" in client.get("/downloads").text


def test_what_cannot_be_understood_or_is_not_allowed_is_not_begun(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("viewer")
    for wrong in ("on=gestern", "since=2026-02-30", "on=2013-01-01&since=2014-01-01", "sheet=1"):
        assert post(client, f"/dashboard/pack?{wrong}").status_code == 400, wrong
    assert post(client, "/dashboard/pack?area=99999@start").status_code == 404
    assert _jobs(client) == set()
