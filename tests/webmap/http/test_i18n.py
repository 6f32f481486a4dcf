"""Which language a page is in."""

import pytest
from flask.testing import FlaskClient

from tests.webmap.conftest import post


@pytest.mark.parametrize(
    ("wish", "locale"),
    [
        ("en", "en"),
        ("en-GB,en;q=0.8", "en"),
        ("en-US,en;q=0.9,vi;q=0.3", "vi"),
        ("vi-VN", "vi"),
        ("fr", "vi"),
        ("*", "vi"),
    ],
)
def test_the_browser_is_asked(client: FlaskClient, wish: str, locale: str) -> None:
    assert f'<html lang="{locale}">' in client.get("/sign-in", headers={"Accept-Language": wish}).text


def test_a_choice_counts_more_than_the_browser(client: FlaskClient) -> None:
    answer = post(client, "/language", locale="en", next="/sign-in")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    page = client.get("/sign-in", headers={"Accept-Language": "vi"})
    assert '<html lang="en">' in page.text
    assert "Sign in" in page.text
