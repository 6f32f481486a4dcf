"""What a reader of the map does and sees, in the words of the page; every step waits for the state it leads to."""

import re
from math import asinh, pi, radians, tan
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

QUAN_8 = "10.735,106.645,13.5"


class MapReader:
    """Somebody who looks at the map: steps are verbs, what is on the screen are nouns."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(KEEP_WORDS_OF_CANVAS)
        page.add_init_script(KEEP_MAP)

    def part(self, name: str) -> Locator:
        """Return a part of the map's page."""
        return self.page.locator(f'[data-part="{name}"]')

    def opens(self, query: str = "") -> "MapReader":
        """Open the map and wait until it is drawn."""
        self.page.goto("/map" + (f"?{query}" if query else ""))
        return self.waits_until_drawn()

    def waits_until_drawn(self) -> "MapReader":
        """Wait until the places are on the map."""
        expect(self.page.locator("html")).to_have_attribute("data-map-state", "drawn")
        return self

    def searches(self, text: str) -> None:
        """Type into the search box."""
        self.part("finder-input").fill(text)

    @property
    def hits(self) -> Locator:
        """What the search box offers."""
        return self.part("finder-hits").locator("li")

    @property
    def rows(self) -> Locator:
        """The rows of the list beside the map."""
        return self.part("list").locator(".list__row")

    @property
    def card(self) -> Locator:
        """The card of the chosen place."""
        return self.part("card")

    @property
    def count(self) -> Locator:
        """How many of how many places are in sight."""
        return self.part("count")

    def names(self) -> list[str]:
        """Return the names of the places in the list."""
        return self.part("list").locator(".list__name").all_inner_texts()

    def opens_card_of(self, name: str) -> Locator:
        """Open a place from the list and wait for its whole card."""
        self.rows.filter(has_text=name).click()
        return self.waits_for_card()

    def waits_for_card(self) -> Locator:
        """Wait until the server's card has taken the place of the first one."""
        expect(self.card.locator(".timeline__meta").first).to_be_attached()
        return self.card

    def types_day(self, day: str) -> None:
        """Type a day, as dd/mm/yyyy, and press Enter."""
        self.part("day").fill(day)
        self.part("day").press("Enter")

    def chooses_boundaries(self, title: str) -> None:
        """Choose whose boundaries are drawn."""
        self.part("vintage").select_option(label=title)

    def opens_filters(self) -> None:
        """Unfold the filters."""
        self.part("filters-toggle").click()
        expect(self.part("filters")).to_be_visible()

    def chip(self, name: str, code: str) -> Locator:
        """Return one choice of the filters."""
        return self.page.locator(f'[data-filter="{name}"] [data-code="{code}"]')

    def tool(self, name: str) -> Locator:
        """Return a button on the map."""
        return self.page.locator(f'[data-tool="{name}"]')

    def time_button(self, name: str) -> Locator:
        """Return a button of the time bar."""
        return self.page.locator(f'[data-time="{name}"]')

    def screen_point(
        self, lat: float, lon: float, looks_at: tuple[float, float, float]
    ) -> tuple[float, float]:
        """Return where a position lies on the screen, CSS pixels, when the map looks at (lat, lon, zoom)."""
        box = self.page.locator(".leaflet-container").bounding_box()
        assert box
        x, y = _world(lat, lon, looks_at[2])
        x0, y0 = _world(*looks_at)
        return box["x"] + box["width"] / 2 + x - x0, box["y"] + box["height"] / 2 + y - y0

    def middle(self) -> tuple[float, float]:
        """Return latitude and longitude of the middle of the map, degrees, to the last digit."""
        lat, lng = self.page.evaluate("(({ lat, lng }) => [lat, lng])(globalThis.keptMap.getCenter())")
        return float(lat), float(lng)

    def address(self) -> dict[str, str]:
        """Return the parameters of the address, once it says where the map looks."""
        self.page.wait_for_function("() => /[?#&]at=/.test(location.href)")
        parts = urlsplit(self.page.url)
        return {name: values[0] for name, values in parse_qs(parts.query or parts.fragment).items()}

    def waits_for_address(self, pattern: str) -> None:
        """Wait until the address says something."""
        self.page.wait_for_url(re.compile(pattern))

    def sees_on_map(self, *names: str) -> None:
        """Wait until names are written on the map, as its canvases were last painted."""
        self.page.wait_for_function(
            "(names) => names.every((name) => globalThis.wordsOnMap().includes(name))", arg=list(names)
        )

    def misses_on_map(self, *names: str) -> None:
        """Wait until none of the names is written on the map."""
        self.page.wait_for_function(
            "(names) => !names.some((name) => globalThis.wordsOnMap().includes(name))", arg=list(names)
        )

    def covered_words(self, *lines: str) -> list[str]:
        """Return which of the lines on the map are off the screen, or lie under a sheet or button of the page."""
        found: list[str] = self.page.evaluate(_FIND_COVERED, list(lines))
        return found


def _world(lat: float, lon: float, zoom: float) -> tuple[float, float]:
    """Return a position on the Web Mercator plane, pixels from its north-west corner."""
    size = 256 * 2**zoom
    return (lon / 360 + 0.5) * size, (0.5 - asinh(tan(radians(lat))) / (2 * pi)) * size


KEEP_MAP = """Object.defineProperty(globalThis, "L", {
  configurable: true,
  set(leaflet) {
    Object.defineProperty(globalThis, "L", { configurable: true, writable: true, value: leaflet });
    leaflet.Map.addInitHook(function () {
      globalThis.keptMap = this;
    });
  },
});"""
"""Keeps the map itself, which the page's modules keep to themselves."""

KEEP_WORDS_OF_CANVAS = r"""(() => {
  const written = new WeakMap();
  const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    written.set(this.canvas, []);
    return clearRect.apply(this, box);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
    const ratio = this.canvas.width / (Number.parseFloat(this.canvas.style.width) || this.canvas.width);
    const at = this.getTransform().transformPoint({ x, y });
    const plain = text.replaceAll("\u200a", "").replace(/\s+/g, " ");
    written.get(this.canvas)?.push({ text: plain, x: at.x / ratio, y: at.y / ratio });
    return fillText.call(this, text, x, y, ...rest);
  };
  globalThis.readCanvas = () => [...document.querySelectorAll(".leaflet-pane canvas")].flatMap((canvas) => {
    const { left, top } = canvas.getBoundingClientRect();
    return (written.get(canvas) ?? []).map(({ text, x, y }) => ({ text, x: left + x, y: top + y }));
  });
  globalThis.wordsOnMap = () => globalThis.readCanvas().map(({ text }) => text).join(" ");
})();"""
"""Keeps what was last written on each canvas, and where: the map has no other text to read."""

_FIND_COVERED = """(lines) => lines.filter((line) => !globalThis.readCanvas().some(({ text, x, y }) => {
  const top = text.includes(line) ? document.elementFromPoint(x, y) : null;
  return top?.closest(".leaflet-container") && !top.closest("[data-over-map]");
}))"""
