"""What an officer who draws a place does and sees; every step waits for the state it leads to."""

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.reader import KEEP_MAP

BORDER = (10.7372, 106.6490)
"""Latitude and longitude on the canal that parts Bình Đông and Phú Định, beside Hẻm 1678 (DB00001)."""

AWAY = (10.7330, 106.6500)
"""In Bình Đông, far from every place."""


class Drawer:
    """An officer who draws in the form of a new place."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(KEEP_MAP)

    def part(self, name: str) -> Locator:
        """Return a part of the drawing."""
        return self.page.locator(f'[data-part="drawing-{name}"]')

    def button(self, name: str) -> Locator:
        """Return a button of the drawing."""
        return self.page.locator(f'[data-edit="{name}"]')

    def opens(self, kind: str) -> "Drawer":
        """Open the form and choose what kind of place it is."""
        self.page.goto("/hotspots/new")
        self.page.locator(f'[name="kind"][value="{kind}"]').check()
        expect(self.part("map")).to_be_visible()
        return self

    def looks_at(self, place: tuple[float, float], zoom: int) -> None:
        """Bring a place into the middle, and wait for what lies around it."""
        self.part("map").scroll_into_view_if_needed()
        self.page.evaluate(
            "([at, zoom]) => globalThis.keptMap.setView(at, zoom, { animate: false })", [list(place), zoom]
        )
        expect(self.page.locator("path.drawing__ward").first).to_be_attached()

    def point(self, across: float, down: float) -> tuple[float, float]:
        """Return where a share of the map's width and height lies on the screen."""
        box = self.part("map").bounding_box()
        assert box
        return box["x"] + box["width"] * across, box["y"] + box["height"] * down

    def clicks(self, *places: tuple[float, float]) -> None:
        """Put points with the mouse."""
        for across, down in places:
            x, y = self.point(across, down)
            self.page.mouse.move(x - 2, y)
            self.page.mouse.click(x, y)

    def taps(self, *places: tuple[float, float]) -> None:
        """Put points with a finger."""
        for across, down in places:
            self.page.touchscreen.tap(*self.point(across, down))

    def draws_a_line_by_finger(self) -> None:
        """Draw a line with two corners in Phường Bình Đông, and finish it."""
        self.looks_at(AWAY, 17)
        self.button("draw").tap()
        self.looks_at(AWAY, 17)
        self.taps((0.3, 0.4), (0.5, 0.6))
        self.button("finish").tap()
        self.tells("Phường Bình Đông")

    def presses(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tells(self, *words: str) -> None:
        """Wait until the panel below the map says all of this."""
        for text in words:
            expect(self.part("told")).to_contain_text(text)

    def shape(self) -> Any:
        """Return the geometry that the form would send."""
        text = self.page.locator('[name="shape"]').input_value()
        return json.loads(text) if text else None
