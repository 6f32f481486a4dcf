"""The map of 10,000 places in headless Chromium, empty cache: ours, Leaflet by hand, plain folium."""

import statistics
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench import pages, service
from tests.bench.figures import Figure
from tests.bench.load import Target
from tests.bench.register import LOCAL, get_register
from tests.servers import CHROMIUM_FLAGS, find_chromium

ROUNDS = 9
PATIENCE_MS = 60_000
SETTLE_MS = 300
"""After the drawing, for what a page fetches later: its bytes count, its time does not."""

# Ours says on the root element when it has drawn; the same two frames are then waited for as in the other pages.
_WATCH_OURS = f"""
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
    with service.running(register) as ours, _browser() as browser:
        target = Target(ours.port, {"Authorization": f"Bearer {ours.token}"})
        hotspots = _collection(target, "hotspots")
        files = pages.by_hand(hotspots, _collection(target, "boundaries")) | pages.plain_folium(hotspots)
        with pages.serving(files) as site:
            candidates = _candidates(browser, ours, site)
            first = {name: _visit(browser, one) for name, one in candidates.items()}
            visits: dict[str, list[Visit]] = {name: [] for name in candidates}
            for _ in range(ROUNDS):
                for name, one in candidates.items():
                    visits[name].append(_visit(browser, one))
    yield from _figures(visits, first["ours"])


def _figures(visits: dict[str, list[Visit]], first: Visit) -> Iterator[Figure]:
    ours, hand, folium = (_median(visits[name]) for name in ("ours", "hand", "folium"))
    yield Figure("time, ours to Leaflet by hand", ours.drawn_ms / hand.drawn_ms, "x", most=1.2,
                 told=f"ours {_told(ours)}, by hand {_told(hand)}")  # fmt: skip
    yield Figure(
        "time, folium to ours", folium.drawn_ms / ours.drawn_ms, "x", least=3, told=f"folium {_told(folium)}"
    )
    yield Figure("bytes, folium to ours", folium.received / ours.received, "x", least=3)
    yield Figure("bytes, ours to Leaflet by hand", ours.received / hand.received, "x")
    yield Figure(
        "first visit after a start", first.drawn_ms / 1000, "s", told="the server has nothing ready yet"
    )


def _told(visit: Visit) -> str:
    return f"{visit.drawn_ms:,.0f} ms, {visit.received / 1000:,.0f} kB in {visit.requests}"


def _median(visits: list[Visit]) -> Visit:
    return Visit(
        statistics.median(one.drawn_ms for one in visits),
        round(statistics.median(one.received for one in visits)),
        round(statistics.median(one.requests for one in visits)),
    )


@contextmanager
def _browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        raise RuntimeError("no Chromium here: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


def _collection(target: Target, name: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(target.get(f"/api/collections/{name}/items?limit=10000&f=json"))
    if name == "hotspots" and len(found["features"]) != LOCAL.count:
        raise RuntimeError(f"{len(found['features'])} places instead of {LOCAL.count}")
    return {"type": "FeatureCollection", "features": found["features"]}


def _candidates(browser: Browser, ours: service.Service, site: pages.Site) -> dict[str, Candidate]:
    layers = "window.layer.getLayers().length"
    numbers = "document.querySelector('[data-part=count]').textContent.match(/[0-9.,]+/g)"
    listed = f"Number({numbers}.at(-1).replace(/[.,]/g, ''))"
    own = f"http://127.0.0.1:{ours.port}"
    at = f"http://127.0.0.1:{site.port}"
    signed_in = _sign_in(browser, own + ours.link)
    found = (
        Candidate("ours", f"{own}/map", listed, signed_in, _WATCH_OURS),
        Candidate("hand", f"{at}/hand/index.html", layers),
        Candidate("folium", f"{at}/folium/index.html", layers),
    )
    return {one.name: one for one in found}


def _sign_in(browser: Browser, link: str) -> Any:
    """Return the cookies of a sign-in; what the sign-in's pages left in the cache stays behind."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.click("main form button")
    page.wait_for_load_state()
    state = context.storage_state()
    context.close()
    return state


def _visit(browser: Browser, one: Candidate) -> Visit:
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
    if drawn != LOCAL.count:
        raise RuntimeError(f"{one.name} drew {drawn} places instead of {LOCAL.count}")
    context.close()
    return Visit(drawn_ms, round(sum(received)), len(received))


def _count_bytes(page: Page, received: list[float]) -> None:
    session = page.context.new_cdp_session(page)
    session.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    session.send("Network.enable")
