"""A new set of boundaries: begun, merged, checked, decided on, published, and seen on the map of its day."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect
from shapely.affinity import translate

from layers.actor import SYSTEM
from layers.areas.draft_edits import put_areas
from layers.areas.vintage_drafts import get_draft
from tests.browser.reader import KEEP_MAP, QUAN_8, MapReader
from tests.browser.service import Service

pytestmark = pytest.mark.browser

PHU_DINH = (10.7222, 106.6265)
"""Latitude and longitude in Phường Phú Định."""


class Cartographer:
    """A coordinator who prepares a set of boundaries."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(KEEP_MAP)

    def waits_until_drawn(self) -> "Cartographer":
        """Wait until the map of the page stands."""
        expect(self.page.locator('[data-part="boundary"]')).to_have_attribute("data-state", "drawn")
        return self

    def begins(self, day: str) -> "Cartographer":
        """Begin a set that comes into force on a day."""
        self.page.goto("/admin/boundaries")
        self.page.get_by_role("link", name="Soạn bộ ranh giới mới").click()
        for name, value in (
            ("valid_from", day),
            ("title", f"Từ {day}"),
            ("legal_basis", "Nghị quyết 1"),
            ("source", "Vẽ"),
        ):
            self.page.locator(f'[name="{name}"]').fill(value)
        self.page.get_by_role("button", name="Bắt đầu soạn").click()
        return self.waits_until_drawn()

    def row(self, name: str) -> Locator:
        """Return the box of an area in the list."""
        return self.page.get_by_role("checkbox", name=name)

    def clicks(self, place: tuple[float, float]) -> None:
        """Click a place on the map."""
        x, y = self.page.evaluate(
            "(at) => { const { x, y } = globalThis.keptMap.latLngToContainerPoint(at); return [x, y]; }",
            list(place),
        )
        self.page.locator('[data-part="boundary-map"]').click(position={"x": x, "y": y})

    def goes_to(self, step: str) -> "Cartographer":
        """Go to another step of the work."""
        self.page.locator(".boundary__steps").get_by_role("link", name=step).click()
        return self.waits_until_drawn()


@pytest.fixture
def cartographer(office: Service, sit: Callable[..., Page]) -> Cartographer:
    """Return a coordinator of Quận 8 at a desk."""
    office.add_reader("dieuphoi", ("coordinator", "776"))
    return Cartographer(sit("dieuphoi"))


def test_a_border_that_is_moved_leaves_a_fault_that_is_given_away(cartographer: Cartographer) -> None:
    page = cartographer.begins("01/06/2027").page
    page.get_by_role("link", name="Sửa Phường Chánh Hưng").click()
    cartographer.waits_until_drawn()
    handles = page.locator(".marker-icon:not(.marker-icon-middle)")
    expect(handles.first).to_be_visible()
    before = page.locator('[name="shape"]').input_value()
    page.locator('[name="follows"]').uncheck()
    west = min(handles.all(), key=lambda one: (one.bounding_box() or {"x": 0})["x"]).bounding_box()
    assert west
    page.mouse.move(west["x"] + 9, west["y"] + 9)
    page.mouse.down()
    page.mouse.move(west["x"] + 120, west["y"] + 9, steps=4)
    page.mouse.up()
    expect(page.locator('[data-edit="undo"]')).to_be_enabled()
    assert page.locator('[name="shape"]').input_value() != before
    page.get_by_role("button", name="Lưu").click()
    cartographer.goes_to("Kiểm tra")

    fault = page.locator("[data-fault]").first
    zoom = page.evaluate("globalThis.keptMap.getZoom()")
    expect(page.locator("path.boundary__fault").first).to_be_visible()
    fault.click()
    expect(fault).to_have_attribute("aria-current", "")
    assert page.evaluate("globalThis.keptMap.getZoom()") > zoom
    page.locator(".boundary__mend button").filter(has_text="Phường Chánh Hưng").first.click()
    expect(page.locator("[data-fault]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Không có chỗ hở, chồng lấn")
    cartographer.goes_to("Soạn")
    page.get_by_role("link", name="Sửa thông tin bộ ranh giới").click()
    page.get_by_text("Hủy bản soạn…").click()
    page.get_by_role("button", name="Hủy bản soạn").click()
    expect(page.locator(".flashes")).to_contain_text("Đã hủy bản soạn")


def test_slivers_are_seen_mended_together_and_undone_and_borders_get_fewer_vertices(
    cartographer: Cartographer, office: Service
) -> None:
    page = cartographer.begins("01/03/2027").page
    draft_id = int(page.url.rsplit("/", 1)[1])
    with office.database.write(SYSTEM, "boundary.put_area") as change:
        draft = get_draft(change.connection, draft_id)
        moved = next(one for one in draft.areas if one.area.name == "Phường Bình Đông")
        shape = translate(moved.area.geometry, 3e-5, 2e-5)
        put_areas(change, draft.ref, {moved.key: replace(moved.area, geometry=shape)})

    cartographer.goes_to("Kiểm tra")
    faults = page.locator("[data-fault]").count()
    page.locator("#under").fill("900000")
    page.get_by_role("button", name="Xem trước").click()
    cartographer.waits_until_drawn()
    expect(page.locator("path.boundary__old").first).to_be_visible()
    zoom = page.evaluate("globalThis.keptMap.getCenter().lng")
    page.locator("[data-redrawn] a").last.click()
    assert page.evaluate("globalThis.keptMap.getCenter().lng") != zoom
    page.locator(".boundary__accept button").click()
    expect(page.locator(".flashes")).to_be_visible()
    expect(page.locator("[data-fault]")).not_to_have_count(faults)

    page.get_by_role("button", name="Hoàn tác").click()
    cartographer.waits_until_drawn()
    expect(page.locator("[data-fault]")).to_have_count(faults)
    page.get_by_role("button", name="Hoàn tác").click()
    cartographer.waits_until_drawn()
    expect(page.locator("main")).to_contain_text("Không có chỗ hở, chồng lấn")

    cartographer.goes_to("Soạn")
    page.get_by_role("link", name="Giảm đỉnh ranh giới").click()
    page.locator("#tolerance").fill("200")
    page.get_by_role("button", name="Xem trước").click()
    cartographer.waits_until_drawn()
    expect(page.locator("path.boundary__old").first).to_be_visible()
    page.locator(".boundary__accept button").click()
    cartographer.waits_until_drawn()
    expect(page.locator("path.boundary__area.is-changed").first).to_be_visible()
    page.get_by_role("link", name="Sửa thông tin bộ ranh giới").click()
    page.get_by_text("Hủy bản soạn…").click()
    page.get_by_role("button", name="Hủy bản soạn").click()


def test_two_wards_are_merged_published_and_seen_on_the_map(cartographer: Cartographer) -> None:
    page = cartographer.begins("01/01/2027").page
    cartographer.row("Phường Chánh Hưng").check()
    expect(page.locator('[data-act="edit"]')).to_be_visible()
    cartographer.clicks(PHU_DINH)
    expect(cartographer.row("Phường Phú Định")).to_be_checked()
    expect(page.locator('[data-part="chosen"]')).to_contain_text("Đang chọn 2")
    page.locator('[data-act="merge"]').click()
    expect(page.locator("path.boundary__area.is-chosen")).to_have_count(2)
    page.locator('[name="name"]').fill("Phường Nam Sài Gòn")
    page.locator('[name="full_name"]').fill("Phường Nam Sài Gòn, Thành phố Hồ Chí Minh")
    page.locator('[name="code"]').fill("27430")
    page.get_by_role("button", name="Gộp 2 khu vực").click()
    expect(page.locator("path.boundary__area.is-changed")).to_have_count(1)

    cartographer.goes_to("Kiểm tra")
    expect(page.locator("main")).to_contain_text("Không có chỗ hở, chồng lấn")
    expect(page.locator(".boundary__moved").filter(has_text="Cầu Hiệp Ân")).to_contain_text(
        "→ Phường Nam Sài Gòn"
    )

    page.get_by_role("link", name="Tiếp: kế thừa").click()
    cartographer.waits_until_drawn()
    page.locator("[data-old]").first.hover()
    expect(page.locator("path.boundary__old")).to_have_count(1)
    page.get_by_role("button", name="Xác nhận cả 2 đề xuất").click()
    expect(page.get_by_text("dieuphoi đã xác nhận")).to_have_count(2)

    page.get_by_role("link", name="Tiếp: công bố").click()
    page.get_by_role("button", name="Công bố bộ ranh giới").click()
    expect(page.locator(".flashes")).to_contain_text("Đã công bố")

    reader = MapReader(page)
    reader.opens(f"at={QUAN_8}&on=2027-01-01")
    reader.sees_on_map("PHƯỜNG NAM SÀI GÒN")
    reader.types_day("31/12/2026")
    reader.sees_on_map("PHƯỜNG CHÁNH HƯNG")
    reader.misses_on_map("PHƯỜNG NAM SÀI GÒN")
