"""Getting in: by the link that a start prints, by password; getting out; what a wrong password leads to."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.reader import MapReader
from tests.browser.service import PASSWORD, Service
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def printed_link(tmp_path: Path) -> Iterator[str]:
    """Start the service as ``make run`` does, on a new folder, and return the link that it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIABAN_")}
    settings = {
        "DIABAN_DATA_DIR": str(tmp_path / "data"),
        "DIABAN_PORT": str(_free_port()),
        "PYTHONUNBUFFERED": "1",
    }
    words = [str(Path(sys.executable).with_name("flask")), "--app", "app", "serve", "--no-worker"]
    started = subprocess.Popen(words, cwd=ROOT, env={**kept, **settings}, stdout=subprocess.PIPE, text=True)
    with started as process:
        assert process.stdout
        try:
            yield next(
                found[0] for line in process.stdout if (found := re.search(r"http://\S+/link/\S+", line))
            )
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_the_printed_link_signs_in_once(
    printed_link: str, open_context: Callable[..., BrowserContext], watch: Callable[[], Watch]
) -> None:
    address = "http://" + urlsplit(printed_link).netloc
    page = open_context(base_url=address).new_page()
    page.goto(printed_link)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tài khoản của tôi")

    reader = MapReader(page).opens()
    expect(reader.count).to_have_text("4 / 4")

    other = open_context(base_url=address).new_page()
    watch().expect("410")
    other.goto(printed_link)
    expect(other.get_by_role("heading", level=1)).to_contain_text("không còn dùng được")
    other.goto("/map")
    expect(other).to_have_url(re.compile("/sign-in"))


def test_a_password_signs_in_and_leads_to_the_page_that_was_asked_for(
    stranger: Page, service: Service, watch: Callable[[], Watch]
) -> None:
    service.add_reader("lan", ("viewer", "776"), password=PASSWORD)
    watch().expect("422")
    stranger.goto("/map?on=2012-03-01")
    stranger.get_by_label("Tên đăng nhập").fill("lan")
    stranger.get_by_label("Mật khẩu").fill("một mật khẩu khác")
    stranger.get_by_role("button", name="Đăng nhập").click()
    expect(stranger.get_by_role("alert")).to_be_visible()
    expect(stranger.get_by_label("Tên đăng nhập")).to_have_value("lan")
    expect(stranger.get_by_label("Mật khẩu")).to_have_value("")

    stranger.get_by_label("Mật khẩu").fill(PASSWORD)
    stranger.get_by_label("Mật khẩu").press("Enter")
    expect(stranger).to_have_url(re.compile(r"/map\?on=2012-03-01"))
    MapReader(stranger).waits_until_drawn()


def test_whoever_signs_out_is_out(stranger: Page, service: Service) -> None:
    service.add_reader("hoa", ("viewer", "776"), password=PASSWORD)
    stranger.goto("/sign-in")
    stranger.get_by_label("Tên đăng nhập").fill("hoa")
    stranger.get_by_label("Mật khẩu").fill(PASSWORD)
    stranger.get_by_role("button", name="Đăng nhập").click()
    stranger.locator(".menu summary", has_text="hoa").click()
    stranger.get_by_role("button", name="Đăng xuất").click()
    stranger.goto("/")
    expect(stranger).to_have_url(re.compile("/sign-in"))
