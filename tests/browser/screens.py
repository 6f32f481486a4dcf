"""Every page there is, as a reader comes to see it: for the checks that hold on all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.reader import QUAN_8, MapReader

Step = Callable[[Page], object]


def _nothing(page: Page) -> None:
    page.wait_for_load_state()


def _drawn(page: Page) -> MapReader:
    return MapReader(page).waits_until_drawn()


def _with_filters(page: Page) -> None:
    reader = _drawn(page)
    reader.opens_filters()
    reader.chip("kind", "alley").click()
    reader.searches("hem")
    expect(reader.hits).to_have_count(3)


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


def _with_wrong_password(page: Page) -> None:
    page.locator("#name").fill("lan")
    page.locator("#password").fill("sai")
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_visible()


@dataclass(frozen=True)
class Screen:
    """One page in one state.

    Attributes
    ----------
    name
        Names it among the others; also its file's name where a picture is taken.
    path
        Address below the service.
    account
        Who looks; None for a stranger.
    step
        Leads from the opened page to the state.
    faults
        Patterns of what the browser's console says because of the state itself.
    """

    name: str
    path: str
    account: str | None = "quantri"
    step: Step = _nothing
    faults: tuple[str, ...] = ()


SCREENS = (
    Screen("sign-in", "/sign-in", None),
    Screen("sign-in-failed", "/sign-in", None, _with_wrong_password, ("422",)),
    Screen("link-spent", "/link/spent", None, faults=("410",)),
    Screen("home", "/", step=_with_menus),
    Screen("home-without-rights", "/", "phap"),
    Screen("account", "/account"),
    Screen("account-secret", "/account", "khanh", _with_secret),
    Screen("map", f"/map?at={QUAN_8}", step=_drawn),
    Screen("map-filters", f"/map?at={QUAN_8}", step=_with_filters),
    Screen("map-card", f"/map?at={QUAN_8}&selected=DB00003", step=_with_card),
    Screen("map-empty", f"/map?at={QUAN_8}&kind=point", step=_drawn),
    Screen("map-failure", f"/map?at={QUAN_8}", step=_with_failure, faults=("ERR_FAILED", "Failed to fetch")),
    Screen("nation", "/map?at=16,107,5.5", step=_drawn),
    Screen("card", "/hotspots/DB00003"),
    Screen("hotspots", "/hotspots?sort=due"),
    Screen("search", "/search?q=hem"),
    Screen("visits", "/visits"),
    Screen("visit-form", "/visits/new?hotspot=DB00001"),
    Screen("visit-plan", "/visits/plan?hotspot=DB00003"),
    Screen("visit-choose", "/visits/new"),
    Screen("place-redraw", "/hotspots/DB00003/edit", step=_with_drawing),
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
