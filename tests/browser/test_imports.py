"""An archive of an old ward map is dropped; what was found is seen on the map; it is confirmed, and taken back."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect

from tests.browser.service import Service
from tests.webmap.pages.files.samples import PLACES, old_table

pytestmark = pytest.mark.browser

DROP = """([area, name, bytes]) => {
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(bytes)], name));
    const event = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
    document.querySelector(area).dispatchEvent(event);
}"""


def _archive() -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("Phường 6/địa bàn cũ.csv", old_table())
    return body.getvalue()


def test_an_old_map_is_dropped_understood_confirmed_and_taken_back(
    office: Service, sit: Callable[..., Page]
) -> None:
    page = sit("canbo")
    page.goto("/imports")
    page.evaluate(DROP, ["[data-drop]", "quan-8.zip", list(_archive())])
    expect(page.locator("[data-chosen]")).to_contain_text("quan-8.zip")
    page.get_by_label("Nơi gửi tệp").fill("Công an phường 6")
    page.get_by_role("button", name="Kiểm tra tệp").click()

    expect(page.locator('[data-part="boundary"]')).to_have_attribute("data-state", "drawn")
    found = page.locator(".import-finding")
    expect(found.first).to_contain_text("VN-2000 / TM-3 105-45")
    expect(found.filter(has_text="TCVN3").locator("ins").first).to_have_text(PLACES[0][0])
    expect(page.locator("path.import-shape")).to_have_count(len(PLACES))

    page.get_by_text("Sửa lựa chọn").click()
    page.get_by_label("Ghi chú").select_option("LOAI")
    page.get_by_role("button", name="Kiểm tra lại").click()
    expect(page.get_by_text("Đã kiểm tra lại theo lựa chọn mới.")).to_be_visible()
    expect(found.filter(has_text="Ghép cột")).to_contain_text("Do bạn chọn.")

    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_text("Đã nhập 3 dòng.")).to_be_visible()
    page.goto("/hotspots?q=duong+ba+trac")
    expect(page.get_by_role("link", name=PLACES[1][0], exact=True)).to_be_visible()

    page.goto("/imports")
    page.locator(".import-row a").first.click()
    page.get_by_text("Hoàn tác lần nhập này").click()
    page.get_by_label("Lý do").fill("gửi nhầm tệp")
    page.get_by_role("button", name="Hoàn tác", exact=True).click()
    expect(page.get_by_text("Đã hoàn tác.", exact=True)).to_be_visible()
    page.goto("/hotspots?q=duong+ba+trac")
    expect(page.get_by_role("link", name=PLACES[1][0], exact=True)).to_have_count(0)
