"""The map of 10,000 places in headless Chromium, empty cache: ours, Leaflet by hand, plain folium."""

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from playwright.sync_api import Browser, Page

from tests.bench import pages, service
from tests.bench.figures import Figure
from tests.bench.load import Target
from tests.bench.register import LOCAL, get_register
from tests.chromium import chromium

ROUNDS = 9
PATIENCE_MS = 60_000
SETTLE_MS = 300
"""After the drawing, for what a page fetches later: its bytes count, its time does not."""

LISTED = (
    "Number(document.querySelector('[data-part=count]').textContent.match(/[0-9.,]+/g)"
    ".at(-1).replace(/[.,]/g, ''))"
)
"""How many places our page says that there are."""

# Ours says on the root element when it has drawn; the same two frames are then waited for as in the other pages.
WATCH_OURS = f"""
new MutationObserver((_, observer) => {{
  if (document.documentElement?.dataset.mapState !== "drawn") return;
  observer.disconnect();
  {pages.DRAWN}
}}).observe(document, {{ attributes: true, subtree: true, attributeFilter: ["data-map-state"] }});
"""
_DRAWN_AT = f"""() => new Promise((resolve) => {{
  const find = () => performance.getEntriesByName("{pages.MARK}")[0]?.startTime;
  if (find() !== undefined) resolve(find());
  new PerformanceObserver(() => find() !== undefined && resolve(find())).observe({{ entryTypes: ["mark"] }});
}})"""


@dataclass(frozen=True)
class Visit:
    """One visit with nothing kept: ms from the start of the navigation until all is drawn, bytes received, requests."""

    drawn_ms: float
    received: int
    requests: int


@dataclass(frozen=True)
class Candidate:
    """A page to visit: its address, who is signed in, what to run in it first, and how to count what it drew."""

    name: str
    url: str
    count: str
    state: Any = None
    script: str = ""


def measure() -> Iterable[Figure]:
    """Visit the three pages in turns."""
    register = get_register(LOCAL)
    with service.running(register) as ours, chromium() as browser:
        target = ours.target
        hotspots = _collection(target, "hotspots")
        files = pages.by_hand(hotspots, _collection(target, "boundaries")) | pages.plain_folium(hotspots)
        with pages.serving(files) as site:
            candidates = _candidates(browser, ours, site)
            first = {name: visit(browser, one, LOCAL.count) for name, one in candidates.items()}
            visits: dict[str, list[Visit]] = {name: [] for name in candidates}
            for _ in range(ROUNDS):
                for name, one in candidates.items():
                    visits[name].append(visit(browser, one, LOCAL.count))
    yield from _figures(visits, first["ours"])


def _figures(visits: dict[str, list[Visit]], first: Visit) -> Iterator[Figure]:
    ours, hand, folium = (median(visits[name]) for name in ("ours", "hand", "folium"))
    yield Figure("time, ours to Leaflet by hand", ours.drawn_ms / hand.drawn_ms, "x", most=1.2,
                 told=f"ours {tell(ours)}, by hand {tell(hand)}")  # fmt: skip
    yield Figure(
        "time, folium to ours", folium.drawn_ms / ours.drawn_ms, "x", least=3, told=f"folium {tell(folium)}"
    )
    yield Figure("bytes, folium to ours", folium.received / ours.received, "x", least=3)
    yield Figure("bytes, ours to Leaflet by hand", ours.received / hand.received, "x")
    yield Figure(
        "first visit after a start", first.drawn_ms / 1000, "s", told="the server has nothing ready yet"
    )


def tell(visit: Visit) -> str:
    """Return a visit in words."""
    return f"{visit.drawn_ms:,.0f} ms, {visit.received / 1000:,.0f} kB in {visit.requests}"


def median(visits: list[Visit]) -> Visit:
    """Return the visit in the middle, figure by figure."""
    return Visit(
        statistics.median(one.drawn_ms for one in visits),
        round(statistics.median(one.received for one in visits)),
        round(statistics.median(one.requests for one in visits)),
    )


def _collection(target: Target, name: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(target.get(f"/api/collections/{name}/items?limit=10000&f=json"))
    if name == "hotspots" and len(found["features"]) != LOCAL.count:
        raise RuntimeError(f"{len(found['features'])} places instead of {LOCAL.count}")
    return {"type": "FeatureCollection", "features": found["features"]}


def _candidates(browser: Browser, ours: service.Service, site: pages.Site) -> dict[str, Candidate]:
    layers = "window.layer.getLayers().length"
    own = f"http://127.0.0.1:{ours.port}"
    at = f"http://127.0.0.1:{site.port}"
    signed_in = sign_in(browser, own + ours.link)
    found = (
        Candidate("ours", f"{own}/map", LISTED, signed_in, WATCH_OURS),
        Candidate("hand", f"{at}/hand/index.html", layers),
        Candidate("folium", f"{at}/folium/index.html", layers),
    )
    return {one.name: one for one in found}


def sign_in(browser: Browser, link: str) -> Any:
    """Return the cookies of a sign-in; what the sign-in's pages left in the cache stays behind."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.click("main form button")
    page.wait_for_load_state()
    state = context.storage_state()
    context.close()
    return state


def visit(browser: Browser, one: Candidate, places: int) -> Visit:
    """Visit a page with nothing kept.

    Raises
    ------
    RuntimeError
        It did not draw so many places.
    """
    context = browser.new_context(storage_state=one.state, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    if one.script:
        page.add_init_script(one.script)
    received: list[float] = []
    _count_bytes(page, received)
    page.goto(one.url, wait_until="commit", timeout=PATIENCE_MS)
    drawn_ms = page.evaluate(_DRAWN_AT)
    page.wait_for_load_state()
    page.wait_for_timeout(SETTLE_MS)
    drawn = page.evaluate(one.count)
    if drawn != places:
        raise RuntimeError(f"{one.name} drew {drawn} places instead of {places}")
    context.close()
    return Visit(drawn_ms, round(sum(received)), len(received))


def _count_bytes(page: Page, received: list[float]) -> None:
    session = page.context.new_cdp_session(page)
    session.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    session.send("Network.enable")
