"""A photo on a phone: chosen, a part hidden before it leaves the device, kept without what the camera wrote."""

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, Route, expect

from layers.actor import SYSTEM
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import record_visit
from tests.browser.conftest import PHONE
from tests.browser.service import Service
from tests.browser.watch import Watch
from tests.pictures import MAKER, TAKEN, make_photo, read

pytestmark = pytest.mark.browser

SEARCH_MS = 60_000
KEEP_SENT = """
const send = globalThis.fetch;
globalThis.fetch = async (address, options) => {
  const photo = options?.body?.get?.("photo");
  if (photo) {
    const reader = new FileReader();
    await new Promise((resolve) => {
      reader.onload = resolve;
      reader.readAsDataURL(photo);
    });
    sessionStorage.setItem("sent", reader.result);
  }
  return send(address, options);
};
"""
SENT = re.compile(r"/visits/GS\d+/images$")
PORTRAIT = (
    Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg"
)  # by the US Navy, in the public domain
FACE = (75 / 1200, 65 / 1600, 150 / 1200, 145 / 1600)
"""Where the face of a portrait lies, in shares of the photo, when the portrait lies in its upper left corner."""
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def code(service: Service) -> str:
    with service.database.write(SYSTEM, "visit.record") as change:
        return record_visit(change, "DB00001", Visit(date(2026, 11, 20)))


@pytest.fixture
def supervisor(
    service: Service, open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any]
) -> Callable[..., Page]:
    """Return a function that opens a page on a phone, which can find faces only where the story is about that."""
    service.add_reader("giamsat", ("supervisor", "776"))

    def open_page(*, finds_faces: bool = False, **options: Any) -> Page:
        context = open_context(storage_state=signed_in("giamsat"), **PHONE, **options)
        if not finds_faces:
            context.route("**/litert*", lambda route: route.abort())
        return context.new_page()

    return open_page


def photo(name: str = "hem.jpg", seed: int = 1) -> FilePayload:
    body = make_photo(1200, 1600, seed=seed)
    return {"name": name, "mimeType": "image/jpeg", "buffer": body}


def photo_of_faces(*places: tuple[int, int]) -> FilePayload:
    """Return a photo of a grey wall with a portrait, the face in it 80 pixels wide, at each of the places."""
    wall = Image.new("RGB", (1200, 1600), "#8d8a83")
    with Image.open(PORTRAIT) as opened:
        portrait = opened.resize((220, 258))
    for place in places:
        wall.paste(portrait, place)
    written = BytesIO()
    wall.save(written, "JPEG", quality=95)
    return {"name": "hem.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def choose(page: Page, *photos: FilePayload) -> None:
    page.get_by_label("Chọn ảnh").set_input_files(list(photos))


def draw_box(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a box over the picture, from and to shares of it."""
    frame = page.locator(".hider__picture--drawn").bounding_box()
    assert frame
    x, y, width, height = (frame[side] for side in ("x", "y", "width", "height"))
    page.mouse.move(x + start[0] * width, y + start[1] * height)
    page.mouse.down()
    page.mouse.move(x + (start[0] + end[0]) / 2 * width, y + (start[1] + end[1]) / 2 * height)
    page.mouse.move(x + end[0] * width, y + end[1] * height)
    page.mouse.up()


def kept_pictures(page: Page) -> Locator:
    return page.locator(".picture img")


def fetch(page: Page, image: Locator) -> bytes:
    return page.request.get(image.get_attribute("src") or "").body()


def sent_photo(page: Page) -> bytes:
    """Return the photo as it left the page, which `KEEP_SENT` has kept."""
    kept: str = page.evaluate("sessionStorage.getItem('sent')")
    return b64decode(kept.partition(",")[2])


def change_in(before: Image.Image, after: Image.Image, box: tuple[float, float, float, float]) -> float:
    left, top, right, bottom = box
    corners = (
        int(left * before.width), int(top * before.height), int(right * before.width), int(bottom * before.height),
    )  # fmt: skip
    difference = ImageChops.difference(before.crop(corners), after.crop(corners))
    return sum(ImageStat.Stat(difference).mean) / 3


def test_a_photo_is_hidden_in_part_and_kept_without_exif(supervisor: Callable[..., Page], code: str) -> None:
    page, chosen = supervisor(), photo()
    page.add_init_script(KEEP_SENT)
    page.goto(f"/visits/{code}")
    choose(page, chosen)
    expect(page.get_by_role("heading", name="Ảnh 1: che mặt người, biển số xe")).to_be_visible()
    draw_box(page, (0.5, 0.25), (0.9, 0.5))
    expect(page.locator(".hider__box")).to_have_count(1)
    page.get_by_role("button", name="Xong").click()
    expect(page.get_by_text("Chờ gửi, đã che 1 phần.")).to_be_visible()
    page.get_by_role("button", name="Gửi 1 ảnh").click()
    expect(kept_pictures(page)).to_have_count(1)
    expect(page.get_by_text("Đã che một phần")).to_be_visible()

    body = fetch(page, kept_pictures(page))
    assert all(
        word not in part for word in (MAKER, TAKEN, b"Exif", b"GPS") for part in (body, sent_photo(page))
    )
    before, after = read(chosen["buffer"]), read(body)
    assert before.size == after.size == (1200, 1600)
    assert change_in(before, after, (0.52, 0.27, 0.88, 0.48)) > 15
    assert change_in(before, after, (0.02, 0.55, 0.98, 0.98)) < 8
    few = after.crop((640, 440, 1040, 760)).quantize(64).getcolors()
    assert few
    assert sum(count for count, _ in sorted(few, reverse=True)[:36]) > 0.8 * 400 * 320, (
        "few flat blocks are left"
    )


def test_faces_are_hidden_before_the_photo_leaves_the_device(
    supervisor: Callable[..., Page], code: str
) -> None:
    page, chosen = supervisor(finds_faces=True), photo_of_faces((0, 0), (700, 900))
    page.add_init_script(KEEP_SENT)
    page.goto(f"/visits/{code}")
    choose(page, chosen)
    expect(page.get_by_role("status").filter(has_text="Đã che 2 khuôn mặt")).to_be_visible(timeout=SEARCH_MS)
    expect(page.locator(".hider__box")).to_have_count(2)
    page.get_by_role("button", name="Xong").click()
    expect(page.get_by_text("Chờ gửi, đã che 2 phần.")).to_be_visible()
    page.get_by_role("button", name="Gửi 1 ảnh").click()
    expect(kept_pictures(page)).to_have_count(1)

    before = read(chosen["buffer"])
    second = (FACE[0] + 700 / 1200, FACE[1] + 900 / 1600, FACE[2] + 700 / 1200, FACE[3] + 900 / 1600)
    for after in (read(sent_photo(page)), read(fetch(page, kept_pictures(page)))):
        assert min(change_in(before, after, face) for face in (FACE, second)) > 8
        assert change_in(before, after, (0.3, 0.2, 1, 0.5)) < 1


def test_a_photo_is_not_sent_before_it_was_searched_and_what_was_found_is_shown(
    supervisor: Callable[..., Page], code: str
) -> None:
    page = supervisor(finds_faces=True)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.context.route("**/face-detection.tflite*", hold)
    page.goto(f"/visits/{code}")
    choose(page, photo_of_faces((0, 0)))
    page.get_by_role("button", name="Thêm ô che").click()
    page.locator(".hider__box").press("Delete")
    page.get_by_role("button", name="Xong").click()
    page.get_by_role("button", name="Gửi 1 ảnh").click()
    expect(page.locator(".pictures__progress")).to_have_text("Đang tìm khuôn mặt trong ảnh…")
    while not held:  # the runtime is loaded first
        page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.locator(".pictures__progress")).to_have_text(
        "Vừa che 1 khuôn mặt. Kiểm lại rồi bấm gửi.", timeout=SEARCH_MS
    )
    expect(kept_pictures(page)).to_have_count(0)
    page.get_by_role("button", name="Gửi 1 ảnh").click()
    expect(page.get_by_text("Đã che một phần")).to_be_visible()


def test_without_the_model_the_person_hides_and_is_told_so(
    supervisor: Callable[..., Page], code: str
) -> None:
    page = supervisor()
    page.goto(f"/visits/{code}")
    choose(page, photo_of_faces((0, 0)))
    expect(page.get_by_text("Máy này không tự tìm được khuôn mặt.")).to_be_visible(timeout=SEARCH_MS)
    draw_box(page, (0.02, 0.02), (0.3, 0.2))
    page.get_by_role("button", name="Xong").click()
    page.get_by_role("button", name="Gửi 1 ảnh").click()
    expect(page.get_by_text("Đã che một phần")).to_be_visible()


def test_a_page_loads_nothing_of_the_finder_before_a_photo_is_chosen(
    supervisor: Callable[..., Page], code: str, watch: Callable[[], Watch]
) -> None:
    page = supervisor(finds_faces=True)
    page.goto(f"/visits/{code}", wait_until="networkidle")
    late = re.compile("litert|face-detection|faces")
    assert [address for address in watch().requests if late.search(address)] == []


def test_boxes_are_made_and_moved_by_keys_alone(supervisor: Callable[..., Page], code: str) -> None:
    page = supervisor()
    page.goto(f"/visits/{code}")
    choose(page, photo())
    page.get_by_role("button", name="Thêm ô che").press("Enter")
    box = page.get_by_role("group", name="Ô che 1")
    expect(box).to_be_focused()
    at = box.bounding_box()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight"):
        box.press(key)
    moved = box.bounding_box()
    assert at
    assert moved
    assert moved["x"] > at["x"]
    assert moved["y"] > at["y"]
    assert moved["width"] > at["width"]
    page.get_by_role("button", name="Thêm ô che").press("Enter")
    page.get_by_role("group", name="Ô che 2").press("Delete")
    expect(page.locator(".hider__box")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_text("Chờ gửi, đã che 1 phần.")).to_be_visible()


def test_a_lost_connection_loses_nothing_and_a_retry_is_one_picture(
    supervisor: Callable[..., Page], code: str, watch: Callable[[], Watch]
) -> None:
    page = supervisor()
    page.goto(f"/visits/{code}")
    choose(page, photo("a.jpg", 1), photo("b.jpg", 2))
    for _ in range(2):
        page.get_by_role("button", name="Xong").click()
    watch().expect("ERR_")
    lost: list[str] = []

    def lose_first_answer(route: Any) -> None:
        if not lost:
            lost.append(route.request.url)
            route.fetch()  # the server keeps the photo, but its answer is lost
            route.abort()
        else:
            route.continue_()

    page.route(SENT, lose_first_answer)
    page.get_by_role("button", name="Gửi 2 ảnh").click()
    expect(page.get_by_role("status").filter(has_text="Còn 1 ảnh chưa gửi được")).to_be_visible()
    expect(page.get_by_text("Mất kết nối")).to_be_visible()
    page.get_by_role("button", name="Gửi 1 ảnh").click()
    expect(kept_pictures(page)).to_have_count(2)


def test_a_file_that_is_no_photo_is_told_and_the_others_are_taken(
    supervisor: Callable[..., Page], code: str
) -> None:
    page = supervisor()
    page.goto(f"/visits/{code}")
    choose(page, {"name": "so-do.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7"}, photo())
    page.get_by_role("button", name="Xong").click()
    expect(page.get_by_role("button", name="Gửi 1 ảnh")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="so-do.jpg")).to_be_visible()


def test_without_a_script_one_photo_is_sent_and_hidden_by_cells(
    supervisor: Callable[..., Page], code: str
) -> None:
    page = supervisor(java_script_enabled=False)
    page.goto(f"/visits/{code}")
    page.locator("#photo").set_input_files([photo()])
    page.get_by_role("button", name="Gửi ảnh").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Che một phần ảnh")
    before = read(fetch(page, page.locator("main img")))
    for cell in ("Hàng 1, cột 1", "Hàng 1, cột 2", "Hàng 2, cột 1", "Hàng 2, cột 2"):
        page.get_by_label(cell, exact=True).check()
    page.get_by_role("button", name="Che các phần đã chọn").click()
    expect(page.get_by_text("Đã che một phần")).to_be_visible()
    after = read(fetch(page, kept_pictures(page)))
    assert change_in(before, after, (0.02, 0.02, 0.3, 0.23)) > 15
    assert change_in(before, after, (0.5, 0.5, 1, 1)) < 4


def test_parts_of_a_kept_picture_are_hidden_by_boxes(supervisor: Callable[..., Page], code: str) -> None:
    page = supervisor()
    page.goto(f"/visits/{code}")
    choose(page, photo())
    page.get_by_role("button", name="Xong").click()
    page.get_by_role("button", name="Gửi 1 ảnh").click()
    expect(kept_pictures(page)).to_have_count(1)
    before = read(fetch(page, kept_pictures(page)))
    page.get_by_role("link", name="Che bớt ảnh 1").click()
    page.get_by_role("button", name="Thêm ô che").click()
    page.get_by_role("button", name="Che các phần đã chọn").click()
    expect(page.get_by_text("Đã che một phần")).to_be_visible()
    assert change_in(before, read(fetch(page, kept_pictures(page))), (0.3, 0.3, 0.48, 0.48)) > 15


def test_the_pages_are_accessible(supervisor: Callable[..., Page], code: str) -> None:
    page = supervisor(bypass_csp=True)
    page.goto(f"/visits/{code}")
    choose(page, photo())
    page.get_by_role("button", name="Thêm ô che").click()
    _expect_accessible(page)
    page.get_by_role("button", name="Xong").click()
    _expect_accessible(page)
    page.get_by_role("button", name="Gửi 1 ảnh").click()
    expect(kept_pictures(page)).to_have_count(1)
    page.get_by_text("Gỡ", exact=True).click()
    _expect_accessible(page)
    page.get_by_role("link", name="Che bớt ảnh 1").click()
    page.get_by_role("button", name="Thêm ô che").click()
    _expect_accessible(page)


def _expect_accessible(page: Page) -> None:
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "async () => (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0].html])"
    )
    assert found == []
