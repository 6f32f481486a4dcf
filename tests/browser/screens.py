"""Every page there is, as a reader comes to see it: for the checks that hold on all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.field_hand import FieldHand
from tests.browser.furnished import LETTER, PICTURE, PLACE, PLANNED_WARD, RULE
from tests.browser.kept_things import TAKEN, WAITING
from tests.browser.reader import QUAN_8, MapReader

Step = Callable[[Page], object]

BRIDGE = "b48be0dc-abcf-568e-b063-a1acbac7d7a2"
"""Cầu Hiệp Ân of the default data."""

BEGUN = "14290bc6-b585-5a78-a88c-4ae8a91ab181"
"""The first change of status of DB00001, in the default data."""


def _nothing(page: Page) -> None:
    page.wait_for_load_state()


def _drawn(page: Page) -> MapReader:
    return MapReader(page).waits_until_drawn()


def _with_filters(page: Page) -> None:
    reader = _drawn(page)
    reader.opens_filters()
    reader.chip("kind", "alley").click()
    reader.searches("hem")
    expect(reader.hits.first).to_be_visible()


def _with_card(page: Page) -> None:
    _drawn(page).waits_for_card()


def _with_menus(page: Page) -> None:
    for menu in page.locator("details.menu:visible summary").all():
        menu.evaluate("(node) => { node.parentElement.open = true; }")


def _with_failure(page: Page) -> None:
    page.route("**/map/data*", lambda route: route.abort())
    page.reload()
    expect(page.locator('[data-part="failure"]')).to_be_visible()
    page.unroute("**/map/data*")


def _with_drawing(page: Page) -> None:
    expect(page.locator("path.drawing__shape")).to_be_attached()
    page.locator(".drawing__typed summary").click()
    expect(page.locator(".drawing__measure")).to_be_visible()


def _with_secret(page: Page) -> None:
    page.locator("#token-name").fill("QGIS")
    page.locator("form[action='/account/tokens'] button").click()
    expect(page.locator("#secret")).to_be_visible()


def _refused(page: Page) -> None:
    expect(page.get_by_role("alert").first).to_be_visible()


def _with_wrong_password(page: Page) -> None:
    page.locator("#name").fill("lan")
    page.locator("#password").fill("sai")
    page.locator("main form button").click()
    _refused(page)


def _send(page: Page) -> None:
    """Send the form of the page, whatever the browser itself would ask for first."""
    button = page.locator("main form[method=post] [type=submit]:visible").last
    button.evaluate("(node) => { node.form.noValidate = true; }")
    button.click()


def _sent_empty(page: Page) -> None:
    """Send the form of the page as it is, which lacks what it asks for."""
    _send(page)
    _refused(page)


def _with_name_in(field: str) -> Step:
    def send(page: Page) -> None:
        page.locator(field).fill("Gặp ông Nguyễn Văn Tèo ở đầu hẻm.")
        _send(page)
        _refused(page)

    return send


def _too_late(page: Page) -> None:
    """Send a change of the first version of a place that has a second one."""
    page.locator("main [name=version]").evaluate("(node) => { node.value -= 1; }")
    page.locator("#note").fill("Chân cầu còn để trống.")
    page.locator("#reason").fill("khảo sát lại")
    _send(page)
    expect(page.locator(".conflict")).to_be_visible()


def _all_open(page: Page) -> None:
    """Unfold whatever is folded."""
    page.evaluate("() => { for (const one of document.querySelectorAll('main details')) one.open = true; }")


def _with_move(page: Page) -> None:
    """Ask to which day a place that waits is to be visited."""
    page.locator("[data-choose]:visible").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _with_calendar_address(page: Page) -> None:
    page.locator("form[action='/account/calendars'] button").first.click()
    expect(page.locator("#secret")).to_be_visible()


def _with_map_link(page: Page) -> None:
    page.locator("form[action$='/link'] button").click()
    expect(page.locator("#secret")).to_be_visible()


def _looking_through(page: Page) -> None:
    page.locator("main li form button").first.click()
    expect(page.locator(".viewing")).to_be_visible()


def _with_crossings(page: Page) -> None:
    expect(page.locator('[data-part="boundary"]')).to_have_attribute("data-state", "drawn")
    expect(page.locator("path.crossing--canal").first).to_be_attached()


def _with_boundaries(page: Page) -> None:
    expect(page.locator('[data-part="boundary"]')).to_have_attribute("data-state", "drawn")
    expect(page.locator("path.drawing__canal").first).to_be_attached()


def _with_plan(page: Page) -> None:
    expect(page.locator("main > [data-state=ready]")).to_be_visible()


def _with_wrong_count(page: Page) -> None:
    page.locator("[name=count_TP]").fill("-1")
    _send(page)
    _refused(page)


def _with_plan_menu(page: Page) -> None:
    _with_plan(page)
    page.locator("[data-board-menu] summary").first.click()
    expect(page.locator("[data-board-menu] .menu__sheet").first).to_be_visible()


def _plan_all_open(page: Page) -> None:
    _with_plan(page)
    _all_open(page)


def _plan_sent_empty(page: Page) -> None:
    """Ask for a plan that names neither a day nor a team."""
    _with_plan(page)
    for name in ("plan_on", "teams-0-name", "teams-0-shift_start"):
        page.locator(f"#{name}").fill("")
    page.locator(".plan-form__end [type=submit]").click()
    _refused(page)


def _field_begins(page: Page) -> None:
    FieldHand(page).forgets()


def _field_locked(page: Page) -> None:
    hand = FieldHand(page)
    hand.is_open()
    page.reload()
    expect(page.locator("#pin")).to_be_visible()


def _on_field(screen: str) -> Step:
    def go(page: Page) -> None:
        FieldHand(page).is_open(screen)
        expect(page.locator("main h1")).to_be_attached()

    return go


def _field_visit_over(page: Page) -> None:
    hand = FieldHand(page)
    hand.is_open()
    hand.begins_visit(PLACE)
    hand.answers_all()


@dataclass(frozen=True)
class Screen:
    """One page in one state.

    Attributes
    ----------
    name
        Names it among the others; also its file's name where a picture is taken.
    path
        Address below the service; ``{secret}`` stands for that of a fresh link.
    account
        Who looks; None for a stranger.
    step
        Leads from the opened page to the state.
    faults
        Patterns of what the browser's console says because of the state itself.
    is_main
        Whether it is judged on a phone, in English, besides at a desk in Vietnamese.
    """

    name: str
    path: str
    account: str | None = "quantri"
    step: Step = _nothing
    faults: tuple[str, ...] = ()
    is_main: bool = False


SCREENS = (
    Screen("sign-in", "/sign-in", None),
    Screen("sign-in-failed", "/sign-in", None, _with_wrong_password, ("422",)),
    Screen("link", "/link/{secret}", None),
    Screen("link-spent", "/link/spent", None, faults=("410",)),
    Screen("home", "/", step=_with_menus, is_main=True),
    Screen("home-officer", "/", "canbo"),
    Screen("home-without-rights", "/", "phap"),
    Screen("account", "/account", is_main=True),
    Screen("account-secret", "/account", "khanh", _with_secret),
    Screen("map", f"/map?at={QUAN_8}", step=_drawn, is_main=True),
    Screen("map-filters", f"/map?at={QUAN_8}", step=_with_filters, is_main=True),
    Screen("map-card", f"/map?at={QUAN_8}&selected=DB00004", step=_with_card, is_main=True),
    Screen("map-empty", f"/map?at={QUAN_8}&kind=point", step=_drawn),
    Screen("map-failure", f"/map?at={QUAN_8}", step=_with_failure, faults=("ERR_FAILED", "Failed to fetch")),
    Screen("nation", "/map?at=16,107,5.5", step=_drawn),
    Screen("card", "/hotspots/DB00004", "canbo", _all_open, is_main=True),
    Screen("hotspots", "/hotspots?sort=due", is_main=True),
    Screen("hotspots-none", "/hotspots?status=TRUNG"),
    Screen("search", "/search?q=hem"),
    Screen("search-none", "/search?q=zzzz"),
    Screen("plans", "/plans", is_main=True),
    Screen("plan-new", "/plans/new", "canbo", _plan_all_open, is_main=True),
    Screen("plan-new-refused", "/plans/new", "canbo", _plan_sent_empty, faults=("422",)),
    Screen("plan", "/plans/LT00001", "canbo", _with_plan_menu, is_main=True),
    Screen("plan-changes", "/plans/LT00001", "canbo", _plan_all_open),
    Screen("plan-confirmed", "/plans/LT00002", "canbo", _with_plan, is_main=True),
    Screen("plan-read", "/plans/LT00002", "khanh", _with_plan),
    Screen("plan-team", "/plans/LT00001/teams/2", "canbo", _plan_all_open, is_main=True),
    Screen("plan-stop", "/plans/LT00001/stops/DB00001", "canbo"),
    Screen("plan-team-new", "/plans/LT00001/teams/new", "canbo", _plan_all_open),
    Screen("dashboard", "/dashboard", "canbo", is_main=True),
    Screen("dashboard-early", "/dashboard?on=1999-01-01", "canbo"),
    Screen("dashboard-list", "/dashboard/list?figure=open", "canbo", is_main=True),
    Screen("dashboard-counts", "/dashboard/counts", "canbo", is_main=True),
    Screen("present", "/present", "canbo", is_main=True),
    Screen("present-ward", "/present?row=27424@2025-07-01", "canbo"),
    Screen("supervision-plans", "/plans/supervision", "canbo", is_main=True),
    Screen("supervision-plans-before", "/plans/supervision?year=2011"),
    Screen("supervision-plan", f"/plans/supervision/{PLANNED_WARD}/2026", "canbo", is_main=True),
    Screen("supervision-plan-none", "/plans/supervision/27424@2025-07-01/2026", "canbo"),
    Screen("supervision-plan-edit", f"/plans/supervision/{PLANNED_WARD}/2026/edit", "canbo", is_main=True),
    Screen("peaks", "/plans/peaks", is_main=True),
    Screen("peaks-read", "/plans/peaks", "khanh"),
    Screen("peak-new", "/plans/peaks/new", is_main=True),
    Screen("peak-new-empty", "/plans/peaks/new", step=_sent_empty, faults=("422",)),
    Screen("peak", f"/plans/peaks/{RULE}"),
    Screen("frequency-new", "/plans/frequencies/new"),
    Screen("frequency", f"/plans/frequencies/{RULE}"),
    Screen("reports", "/reports?all=1&year=2026", is_main=True),
    Screen("report", "/reports/BC00001", is_main=True),
    Screen("report-writing", "/reports/BC00002", "canbo", _all_open, is_main=True),
    Screen("report-template", "/reports/template"),
    Screen("counts", "/programme/counts", "canbo", is_main=True),
    Screen("counts-refused", "/programme/counts", "canbo", _with_wrong_count, ("422",)),
    Screen("counts-read", "/programme/counts", "khanh"),
    Screen("visits", "/visits", is_main=True),
    Screen("visits-planned", "/visits?state=planned"),
    Screen("visit", "/visits/GS00001", "canbo", _all_open, is_main=True),
    Screen("visit-cancelled", "/visits/GS00003"),
    Screen("visit-form", "/visits/new?hotspot=DB00001", is_main=True),
    Screen("visit-form-named", "/visits/new?hotspot=DB00001", step=_with_name_in("#note"), faults=("422",)),
    Screen("visit-correct", "/visits/GS00001/edit", "canbo"),
    Screen("visit-plan", "/visits/plan?hotspot=DB00003", is_main=True),
    Screen("visit-choose", "/visits/new"),
    Screen("images", "/visits/GS00001/images", "canbo"),
    Screen("image-hide", f"/visits/GS00001/images/{PICTURE}/blur", "canbo"),
    Screen("recommendations", "/recommendations", "canbo", is_main=True),
    Screen("recommendations-none", "/recommendations?state=refused"),
    Screen("recommendation-draft", "/recommendations/KN00001", "canbo", _all_open, is_main=True),
    Screen("recommendation-overdue", "/recommendations/KN00002", "canbo", _all_open),
    Screen("recommendation-answered", "/recommendations/KN00003", "canbo", _all_open),
    Screen("recommendation-send-empty", "/recommendations/KN00001", "canbo", _sent_empty, ("422",)),
    Screen("recommendation-reword", "/recommendations/KN00001/edit", "canbo"),
    Screen("recommendation-choose", "/recommendations/new", "canbo"),
    Screen("recommendation-new", f"/recommendations/new?hotspot={PLACE}", "canbo", is_main=True),
    Screen("recommendation-empty", f"/recommendations/new?hotspot={PLACE}", "canbo", _sent_empty, ("422",)),
    Screen("commendation-new", f"/recommendations/new?hotspot={PLACE}&kind=commend", "canbo"),
    Screen("place-new", "/hotspots/new", "canbo", is_main=True),
    Screen("place-new-empty", "/hotspots/new", "canbo", _sent_empty, ("422",)),
    Screen("place-redraw", "/hotspots/DB00003/edit", step=_with_drawing, is_main=True),
    Screen("place-conflict", "/hotspots/DB00003/edit", "canbo", _too_late, ("412",), is_main=True),
    Screen("place-remove", "/hotspots/DB00003/close", "canbo"),
    Screen("place-remove-empty", "/hotspots/DB00003/close", "canbo", _sent_empty, ("422",)),
    Screen("places-removed", "/hotspots/removed", "canbo"),
    Screen("plan-history", "/plans/LT00001/history", "canbo"),
    Screen("place-history", "/hotspots/DB00003/history", "canbo"),
    Screen("place-split", "/hotspots/DB00003/split", "xemthay"),
    Screen("place-merge-choose", "/hotspots/merge", "xemthay"),
    Screen("place-merge", "/hotspots/merge?with=DB00001&with=DB00004", "xemthay"),
    Screen("status", "/hotspots/DB00001/status", "canbo", _all_open, is_main=True),
    Screen("status-form", "/hotspots/DB00001/status?to=DANG_CHUYEN_HOA", "canbo", _all_open, is_main=True),
    Screen("status-empty", "/hotspots/DB00001/status?to=DANG_CHUYEN_HOA", "canbo", _sent_empty, ("422",)),
    Screen("status-correct", f"/hotspots/DB00001/status/{BEGUN}/correct", "canbo"),
    Screen("documents", "/documents", "canbo", is_main=True),
    Screen("documents-none", "/documents?q=zzzz"),
    Screen("document", f"/documents/{LETTER}", "canbo", _all_open, is_main=True),
    Screen("document-correct", f"/documents/{LETTER}/edit", "canbo"),
    Screen("document-correct-empty", f"/documents/{LETTER}/edit", "canbo", _sent_empty, ("422",)),
    Screen("conflicts", "/conflicts", "canbo"),
    Screen("downloads", "/downloads", "canbo", is_main=True),
    Screen("downloads-none", "/downloads", "khanh"),
    Screen("download", f"/downloads/{WAITING}", "canbo"),
    Screen("saved-maps", "/maps", "canbo", is_main=True),
    Screen("saved-map-new", "/maps/new?due=overdue", "canbo"),
    Screen("saved-map", "/maps/BD00002/edit", "canbo"),
    Screen("saved-map-link", "/maps/BD00002/edit", "canbo", _with_map_link),
    Screen("snapshot-new", "/snapshots/new?sheet=figure&show=open&restricted=1", "canbo", is_main=True),
    Screen("snapshot-named", "/snapshots/new", "canbo", _with_name_in("#title"), ("422",)),
    Screen("code-asked", "/s", "canbo"),
    Screen("code-wrong", "/s?code=AB10", "canbo", faults=("422",)),
    Screen("snapshot", f"/s/{TAKEN}", "canbo", _drawn, is_main=True),
    Screen("document-new", "/documents/new", "canbo"),
    Screen("document-new-empty", "/documents/new", "canbo", _sent_empty, ("422",)),
    Screen("log", "/log", is_main=True),
    Screen("admin", "/admin"),
    Screen("accounts", "/admin/accounts"),
    Screen("account-new", "/admin/accounts/new"),
    Screen("account-new-empty", "/admin/accounts/new", step=_sent_empty, faults=("422",)),
    Screen("account-of", "/admin/accounts/canbo", step=_all_open),
    Screen("lists", "/admin/lists", step=_all_open),
    Screen("checklist", "/admin/lists/checklist", step=_all_open),
    Screen("clusters", "/admin/clusters"),
    Screen("clusters-of-2025", "/admin/clusters/2025"),
    Screen("crossings", "/admin/crossings", step=_with_crossings, is_main=True),
    Screen("crossing", f"/admin/crossings/{BRIDGE}", step=_with_crossings),
    Screen("crossing-edit", f"/admin/crossings/{BRIDGE}/edit", step=_with_crossings),
    Screen("crossing-new", "/admin/crossings/new", step=_with_crossings),
    Screen("crossing-new-empty", "/admin/crossings/new", step=_sent_empty, faults=("422",)),
    Screen("boundaries", "/admin/boundaries"),
    Screen("boundaries-new", "/admin/boundaries/new"),
    Screen("boundaries-new-empty", "/admin/boundaries/new", step=_sent_empty, faults=("422",)),
    Screen("boundary-draft", "/admin/boundaries/drafts/1", step=_with_boundaries, is_main=True),
    Screen("boundary-facts", "/admin/boundaries/drafts/1/facts", step=_all_open),
    Screen("boundary-check", "/admin/boundaries/drafts/1/check", step=_with_boundaries, is_main=True),
    Screen("boundary-succession", "/admin/boundaries/drafts/1/succession", step=_with_boundaries),
    Screen("boundary-publish", "/admin/boundaries/drafts/1/publish", step=_with_boundaries),
    Screen("boundary-area-new", "/admin/boundaries/drafts/1/areas/new", step=_with_boundaries),
    Screen("boundary-area", "/admin/boundaries/drafts/1/areas/1/edit", step=_with_boundaries, is_main=True),
    Screen("boundary-split", "/admin/boundaries/drafts/1/areas/1/split", step=_with_boundaries),
    Screen("boundary-merge", "/admin/boundaries/drafts/1/merge?area=1&area=3", step=_with_boundaries),
    Screen("calendar", "/plans/calendar", "canbo", _all_open, is_main=True),
    Screen("calendar-week", "/plans/calendar?view=week", "canbo"),
    Screen("calendar-move", "/plans/calendar", "canbo", _with_move),
    Screen("calendar-address", "/plans/calendar", "canbo", _with_calendar_address),
    Screen("view-as", "/view-as"),
    Screen("viewing-as", "/view-as", "xemthay", _looking_through),
    Screen("field", "/field", "canbo", _field_begins, is_main=True),
    Screen("field-locked", "/field", "canbo", _field_locked),
    Screen("field-today", "/field", "canbo", _on_field("#/"), is_main=True),
    Screen("field-place", "/field", "canbo", _on_field(f"#/place/{PLACE}")),
    Screen("field-visit", "/field", "canbo", _on_field(f"#/visit/{PLACE}"), is_main=True),
    Screen("field-visit-over", "/field", "canbo", _field_visit_over, is_main=True),
    Screen("field-map", "/field", "canbo", _on_field("#/map"), is_main=True),
    Screen("field-add", "/field", "canbo", _on_field("#/add")),
    Screen("field-propose", "/field", "canbo", _on_field("#/propose")),
    Screen("field-counts", "/field", "canbo", _on_field("#/counts")),
    Screen("field-outbox", "/field", "canbo", _on_field("#/outbox")),
    Screen("field-received", "/field", "canbo", _on_field("#/received")),
    Screen("field-device", "/field", "canbo", _on_field("#/device")),
    Screen("field-away", "/field/away", None),
    Screen("not-found", "/khong-co", faults=("404",)),
    Screen("not-allowed", "/map", "phap", faults=("403",)),
    Screen("bad-address", "/map?on=hom-nay", faults=("400",)),
    Screen("api", "/api?f=html"),
    Screen("api-conformance", "/api/conformance?f=html"),
    Screen("api-collections", "/api/collections?f=html"),
    Screen("api-collection", "/api/collections/boundaries?f=html"),
    Screen("api-items", "/api/collections/boundaries/items?f=html&limit=3"),
    Screen("api-item", "/api/collections/boundaries/items/27424@2025-07-01?f=html"),
    Screen("api-docs", "/api/docs"),
)
"""At an office that `tests.browser.furnished` filled; whoever only looks comes before whoever changes how he sees."""
