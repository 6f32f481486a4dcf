"""Takes the pictures of the README and of the user guide: the real pages, on the default data, on 22 November 2026.

``python -m tools.screenshots`` writes ``docs/images/*.png``, with names of pages these alone; needs Chromium and the
libraries of ``make setup-test``.
"""

import sys
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.field_hand import FieldHand
from tests.browser.reader import MapReader
from tests.browser.service import Service, make_default_data, serving
from tests.chromium import chromium
from tests.conftest import START
from tests.webmap.pages.files.samples import old_table
from tools.papers import draw_page, draw_papers
from tools.picture_data import DAY_PLAN, DRAFT, READER, add_work

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
LARGEST_BYTES = 300_000
MOST_SHOTS = 12
QUAN_8 = "10.7315,106.6655,13.5"
NEAR = "10.7405,106.6585,14.75"
BESIDE_CARD = "10.7400,106.6670,14.75"
ON_PAPER = "10.7235,106.6480,13.25"
ABOVE_CARD = "10.7310,106.6510,14.75"
ALLEY_ON_BORDER = "10.7385, 106.6470\n10.7372, 106.6478\n10.7365, 106.6492"


@dataclass(frozen=True)
class Picture:
    """One picture.

    Attributes
    ----------
    name
        Of the file, without ending.
    path
        Address below the service.
    step
        Leads from the opened page to what is shown.
    is_phone
        390 x 844 instead of 1366 x 768.
    is_signed_in
        False for what a stranger sees.
    """

    name: str
    path: str
    step: Callable[[Page], object]
    is_phone: bool = False
    is_signed_in: bool = True


def _draw(page: Page) -> MapReader:
    return MapReader(page).waits_until_drawn()


def _read_card(page: Page) -> None:
    _draw(page).waits_for_card()


def _import(page: Page) -> None:
    page.locator("#file").set_input_files(
        {"name": "dia-ban-cu.csv", "mimeType": "text/csv", "buffer": old_table()}
    )
    page.locator("[data-send]").click()
    expect(page.locator('[data-part="boundary"]')).to_have_attribute("data-state", "drawn")
    expect(page.locator("path.import-shape").first).to_be_attached()


def _search(page: Page) -> None:
    reader = _draw(page)
    reader.searches("hem 1678 pth")
    expect(reader.hits).to_have_count(1)


def _filter(page: Page) -> None:
    reader = _draw(page)
    reader.opens_filters()
    reader.chip("kind", "alley").click()
    expect(reader.count).to_have_text("3 / 4")
    page.mouse.move(700, 20)


def _measure(page: Page) -> None:
    reader = _draw(page)
    reader.part("pointer-format").select_option(value="local")
    reader.tool("measure").click()
    expect(reader.part("measure")).to_be_visible()
    for x, y in ((640, 560), (760, 430), (960, 330)):
        page.mouse.click(x, y)
    page.mouse.move(960, 330)
    expect(reader.part("pointer-value")).to_contain_text("X")


def _print(page: Page) -> None:
    _draw(page)
    page.emulate_media(media="print", reduced_motion="reduce")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def _show_tokens(page: Page) -> None:
    page.locator("#tokens-title").evaluate(
        "(node) => node.closest('section').scrollIntoView({ block: 'start' })"
    )
    page.evaluate("scrollBy(0, -80)")
    page.locator("#token-name").fill("QGIS")


def _type_name(page: Page) -> None:
    page.locator("#name").fill(READER)


def _type_place(page: Page) -> None:
    page.locator("input[name=kind][value=alley]").check()
    page.locator("details.drawing__typed summary").click()
    page.locator("#coordinates").fill(ALLEY_ON_BORDER)
    page.locator("[data-part=drawing-typed-show]").click()
    expect(page.locator("[data-part=drawing-told]")).to_contain_text("Bình Đông")
    page.locator("details.drawing__typed summary").click()
    page.locator(".leaflet-container").evaluate("map => map.scrollIntoView({ block: 'start' })")


def _answer(page: Page) -> None:
    expect(page.locator("[data-step]:visible")).to_have_count(1)


def _choose_wards(page: Page) -> None:
    said = {
        "valid_from": "01/01/2027",
        "title": "2 phường (từ 01/01/2027)",
        "legal_basis": "Nghị quyết",
        "source": "Vẽ",
    }
    for name, value in said.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main form button.button--primary").click()
    expect(page.locator("[data-part=boundary]")).to_have_attribute("data-state", "drawn")
    for ward in ("Phường Chánh Hưng", "Phường Phú Định"):
        page.get_by_role("checkbox", name=ward).check()
    expect(page.locator("path.drawing__canal").first).to_be_attached()


def _see_mending(page: Page) -> None:
    expect(page.locator("[data-part=boundary]")).to_have_attribute("data-state", "drawn")
    expect(page.locator("path.boundary__land").first).to_be_attached()


def _fill_plan(page: Page) -> None:
    page.locator("form[action$='/fill'] button").click()
    expect(page.locator(".plan-places")).to_be_visible()


def _count(page: Page) -> None:
    for category, count in (("TP", "6"), ("DX", "0"), ("MHT", "4")):
        page.locator(f"[name=count_{category}]").fill(count)
    page.locator("[name=none_THT]").check()


def _walk(page: Page) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 106.6500, "latitude": 10.7400, "accuracy": 12})
    page.clock.set_fixed_time(START)
    hand = FieldHand(page)
    hand.takes_area()
    hand.opens(f"#/walk/{DAY_PLAN}/1")
    expect(page.locator(".next-stop__arrow")).to_be_visible()


def _see_plan(page: Page) -> None:
    """Wait for the ways and for what lies under them."""
    expect(page.locator("[data-part=plan]")).to_have_attribute("data-state", "ready")
    expect(page.locator("path.drawing__canal").first).to_be_attached()


def _see_preview(page: Page) -> None:
    page.wait_for_function("document.querySelector('[data-preview]').naturalWidth > 0")


def _stay(_page: Page) -> None:
    """Leave the page as it opens."""


PICTURES = (
    Picture("map", f"/map?at={QUAN_8}", _draw),
    Picture("dang-nhap", "/sign-in", _type_name, is_signed_in=False),
    Picture("tim-dia-ban", f"/map?at={QUAN_8}", _search),
    Picture("ngay-va-ranh-gioi", f"/map?at={QUAN_8}&on=2012-03-01", _draw),
    Picture("loc-va-chu-giai", f"/map?at={QUAN_8}", _filter),
    Picture("the-dia-ban", f"/map?at={BESIDE_CARD}&selected=DB00003", _read_card),
    Picture("do-va-toa-do", f"/map?at={NEAR}", _measure),
    Picture("ban-in", f"/map?at={ON_PAPER}", _print),
    Picture("ma-truy-cap", "/account", _show_tokens),
    Picture("ghi-dia-ban", "/hotspots/new", _type_place),
    Picture("chuyen-hoa", "/hotspots/DB00001/status?to=DANG_CHUYEN_HOA", _stay),
    Picture("giam-sat", "/visits/new?hotspot=DB00001", _answer, is_phone=True),
    Picture("kien-nghi", "/recommendations", _stay),
    Picture("van-ban", "/documents/new", _stay),
    Picture("quan-tri", "/admin/accounts", _stay),
    Picture("ranh-gioi", "/admin/boundaries/new", _choose_wards),
    Picture("sua-ranh-gioi", f"/admin/boundaries/drafts/{DRAFT}/mend?under=1000000", _see_mending),
    Picture("cau-va-kenh", "/admin/crossings", _stay),
    Picture("lich", "/plans/calendar", _stay),
    Picture("ke-hoach-ngay", f"/plans/{DAY_PLAN}", _see_plan),
    Picture("ke-hoach-giam-sat", "/plans/supervision/27427@2025-07-01/2026", _fill_plan),
    Picture("so-lieu", "/programme/counts", _count),
    Picture("tong-quan", "/dashboard", _stay),
    Picture("trinh-chieu", "/present", _stay),
    Picture("nhap-tep", "/imports", _import),
    Picture("xuat-tep", "/exports", _stay),
    Picture("mo-trong-qgis", "/qgis", _stay),
    Picture("bao-cao", "/reports/BC00001", _stay),
    Picture("ban-do-da-luu", "/maps", _stay),
    Picture("xuat-ban-in", f"/snapshots/new?at={QUAN_8}", _see_preview),
    Picture("di-thuc-dia", "/field", _walk, is_phone=True),
    Picture("dien-thoai", f"/map?at={ABOVE_CARD}&selected=DB00001", _read_card, is_phone=True),
)


def take(folder: Path, names: Collection[str] = ()) -> list[Path]:
    """Take every picture, or those of some pages alone, and return the files.

    Raises
    ------
    RuntimeError
        No Chromium here, a page that does not come to rest, or a picture too large for a page of documentation.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="diaban-pictures-") as data:
        make_default_data(Path(data))
        add_work(Path(data))
        with serving(Path(data)) as service, chromium() as browser:
            cookies = _sign_in(browser, service)
            wanted = [one for one in PICTURES if not names or one.name in names]
            files = [_take(browser, service, picture, cookies, folder) for picture in wanted]
            if names:
                return files
            files.append(_take_run_sheet(browser, service, cookies, folder))
    return [*files, *draw_papers(folder)]


def _sign_in(browser: Browser, service: Service) -> Any:
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(service.make_link(READER))
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "/link/" not in url)
    cookies = context.storage_state()
    context.close()
    return cookies


def _take(browser: Browser, service: Service, picture: Picture, cookies: Any, folder: Path) -> Path:
    size = {**(PHONE if picture.is_phone else DESKTOP), "device_scale_factor": 1}
    state = cookies if picture.is_signed_in else None
    context = browser.new_context(
        base_url=service.address, locale="vi-VN", reduced_motion="reduce", storage_state=state, **size
    )
    page = context.new_page()
    page.goto(picture.path)
    picture.step(page)
    page.wait_for_load_state("networkidle")
    file = folder / f"{picture.name}.png"
    file.write_bytes(_shoot_at_rest(page))
    context.close()
    if file.stat().st_size > LARGEST_BYTES:
        raise RuntimeError(f"{file} is larger than {LARGEST_BYTES} bytes")
    return file


def _take_run_sheet(browser: Browser, service: Service, cookies: Any, folder: Path) -> Path:
    context = browser.new_context(base_url=service.address, locale="vi-VN", storage_state=cookies)
    answer = context.request.get(f"/plans/{DAY_PLAN}/sheet.pdf?paper=A5")
    if not answer.ok:
        raise RuntimeError(f"the run sheet answers {answer.status}")
    file = draw_page(answer.body(), 0, folder / "phieu-lich-trinh.png")
    context.close()
    return file


def _shoot_at_rest(page: Page) -> bytes:
    """Return the picture once nothing moves: the names on the map are painted again when their face has arrived."""
    page.evaluate("document.fonts.ready.then(() => undefined)")
    shot = b""
    for _ in range(MOST_SHOTS):
        before, shot = shot, page.screenshot(animations="disabled", caret="hide")
        if shot == before:
            return shot
    raise RuntimeError(f"{page.url} does not come to rest")


def main() -> int:
    """Take the pictures and say so."""
    for file in take(IMAGES, sys.argv[1:]):
        print(f"{file.relative_to(IMAGES.parent.parent)}: {file.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
