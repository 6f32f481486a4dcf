"""What a reader does on a page before it is looked at: opens what is folded, sends a form empty, waits for a map."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.field_hand import FieldHand
from tests.browser.furnished import PLACE
from tests.browser.reader import MapReader

Step = Callable[[Page], object]


def nothing(page: Page) -> None:
    page.wait_for_load_state()


def drawn(page: Page) -> MapReader:
    return MapReader(page).waits_until_drawn()


def with_filters(page: Page) -> None:
    reader = drawn(page)
    reader.opens_filters()
    reader.chip("kind", "alley").click()
    reader.searches("hem")
    expect(reader.hits.first).to_be_visible()


def with_card(page: Page) -> None:
    drawn(page).waits_for_card()


def with_menus(page: Page) -> None:
    for menu in page.locator("details.menu:visible summary").all():
        menu.evaluate("(node) => { node.parentElement.open = true; }")


def with_failure(page: Page) -> None:
    page.route("**/map/data*", lambda route: route.abort())
    page.reload()
    expect(page.locator('[data-part="failure"]')).to_be_visible()
    page.unroute("**/map/data*")


def with_drawing(page: Page) -> None:
    expect(page.locator("path.drawing__shape")).to_be_attached()
    page.locator(".drawing__typed summary").click()
    expect(page.locator(".drawing__measure")).to_be_visible()


def with_secret(page: Page) -> None:
    page.locator("#token-name").fill("QGIS")
    page.locator("form[action='/account/tokens'] button").click()
    expect(page.locator("#secret")).to_be_visible()


def refused(page: Page) -> None:
    expect(page.get_by_role("alert").first).to_be_visible()


def with_wrong_password(page: Page) -> None:
    page.locator("#name").fill("lan")
    page.locator("#password").fill("sai")
    page.locator("main form button").click()
    refused(page)


def send(page: Page) -> None:
    """Send the form of the page, whatever the browser itself would ask for first."""
    button = page.locator("main form[method=post] [type=submit]:visible").last
    button.evaluate("(node) => { node.form.noValidate = true; }")
    button.click()


def sent_empty(page: Page) -> None:
    """Send the form of the page as it is, which lacks what it asks for."""
    send(page)
    refused(page)


def with_name_in(field: str) -> Step:
    def name_somebody(page: Page) -> None:
        page.locator(field).fill("Gặp ông Nguyễn Văn Tèo ở đầu hẻm.")
        send(page)
        refused(page)

    return name_somebody


def too_late(page: Page) -> None:
    """Send a change of the first version of a place that has a second one."""
    page.locator("main [name=version]").evaluate("(node) => { node.value -= 1; }")
    page.locator("#note").fill("Chân cầu còn để trống.")
    page.locator("#reason").fill("khảo sát lại")
    send(page)
    expect(page.locator(".conflict")).to_be_visible()


def all_open(page: Page) -> None:
    """Unfold whatever is folded."""
    page.evaluate("() => { for (const one of document.querySelectorAll('main details')) one.open = true; }")


def with_move(page: Page) -> None:
    """Ask to which day a place that waits is to be visited."""
    page.locator("[data-choose]:visible").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def with_calendar_address(page: Page) -> None:
    page.locator("form[action='/account/calendars'] button").first.click()
    expect(page.locator("#secret")).to_be_visible()


def with_map_link(page: Page) -> None:
    page.locator("form[action$='/link'] button").click()
    expect(page.locator("#secret")).to_be_visible()


def looking_through(page: Page) -> None:
    page.locator("main li form button").first.click()
    expect(page.locator(".viewing")).to_be_visible()


def with_crossings(page: Page) -> None:
    expect(page.locator('[data-part="boundary"]')).to_have_attribute("data-state", "drawn")
    expect(page.locator("path.crossing--canal").first).to_be_attached()


def with_boundaries(page: Page) -> None:
    expect(page.locator('[data-part="boundary"]')).to_have_attribute("data-state", "drawn")
    expect(page.locator("path.drawing__canal").first).to_be_attached()


def with_import(page: Page) -> None:
    """Open the last import and unfold what can be corrected."""
    page.locator(".import-row a").first.click()
    import_open(page)


def import_open(page: Page) -> None:
    expect(page.locator('[data-part="boundary"]')).to_have_attribute("data-state", "drawn")
    expect(page.locator("path.import-shape").first).to_be_attached()
    all_open(page)


def with_plan(page: Page) -> None:
    expect(page.locator("main > [data-state=ready]")).to_be_visible()


def with_wrong_count(page: Page) -> None:
    page.locator("[name=count_TP]").fill("-1")
    send(page)
    refused(page)


def with_plan_menu(page: Page) -> None:
    with_plan(page)
    page.locator("[data-board-menu] summary").first.click()
    expect(page.locator("[data-board-menu] .menu__sheet").first).to_be_visible()


def plan_all_open(page: Page) -> None:
    with_plan(page)
    all_open(page)


def plan_sent_empty(page: Page) -> None:
    """Ask for a plan that names neither a day nor a team."""
    with_plan(page)
    for name in ("plan_on", "teams-0-name", "teams-0-shift_start"):
        page.locator(f"#{name}").fill("")
    page.locator(".plan-form__end [type=submit]").click()
    refused(page)


def field_begins(page: Page) -> None:
    FieldHand(page).forgets()


def field_locked(page: Page) -> None:
    hand = FieldHand(page)
    hand.is_open()
    page.reload()
    expect(page.locator("#pin")).to_be_visible()


def on_field(screen: str) -> Step:
    def go(page: Page) -> None:
        FieldHand(page).is_open(screen)
        expect(page.locator("main h1")).to_be_attached()

    return go


def field_visit_over(page: Page) -> None:
    hand = FieldHand(page)
    hand.is_open()
    hand.begins_visit(PLACE)
    hand.answers_all()
