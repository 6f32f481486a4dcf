"""A hand that holds a phone with the field page: takes the area along, unlocks, records visits, looks at the outbox."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PIN = "482913"
OTHER_PIN = "771204"


class FieldHand:
    """What somebody does on the field page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def sync(self) -> Locator:
        """How the phone stands with the register."""
        return self.page.locator(".sync__text")

    @property
    def rows(self) -> Locator:
        """Rows of the list in sight."""
        return self.page.locator(".spot-row")

    def takes_area(self, pin: str = PIN) -> None:
        """Take the area along, once."""
        self.page.goto("/field")
        self.page.locator("#pin").fill(pin)
        self.page.locator("#pin-again").fill(pin)
        self.page.locator("form [type=submit]").click()
        expect(self.page.locator(".tabs")).to_be_visible()
        self.page.evaluate("() => navigator.serviceWorker.ready")
        expect(self.page.locator(".sync[data-look=good]")).to_be_visible()

    def unlocks(self, pin: str = PIN) -> None:
        """Type the PIN."""
        self.page.locator("#pin").fill(pin)
        self.page.locator("form [type=submit]").click()

    def opens(self, screen: str) -> None:
        """Go to a screen by its address behind #."""
        self.page.evaluate("(hash) => { location.hash = hash; }", screen)

    def is_open(self, screen: str = "#/") -> None:
        """Bring the page to one of its screens, whatever state this browser keeps it in."""
        self.page.locator("h1").first.wait_for()
        if self.page.locator("#pin-again").count():
            self.takes_area()
        elif self.page.locator("#pin").count():
            self.unlocks()
        expect(self.page.locator(".tabs")).to_be_visible()
        self.opens(screen)
        expect(self.page.locator(".sync[data-look=busy]")).to_have_count(0)

    def forgets(self) -> None:
        """Bring the page back to its beginning."""
        self.page.locator("h1").first.wait_for()
        if self.page.locator("#pin-again").count():
            return
        self.page.locator("details.field-more summary").click()
        self.page.locator(".confirm .button--danger").click()
        self.page.locator(".confirm .button--danger").click()
        expect(self.page.locator("#pin-again")).to_be_visible()

    def wipes(self) -> None:
        """Delete everything on this phone."""
        self.opens("#/device")
        for _ in range(2):
            self.page.get_by_role("button", name="Xóa dữ liệu trên máy").click()
        expect(self.page.locator("#pin-again")).to_be_visible()

    def begins_visit(self, code: str) -> None:
        """Open the form of a visit."""
        self.opens(f"#/visit/{code}")
        expect(self.page.locator(".visit-form")).to_be_visible()

    def sees_draft_kept(self) -> None:
        """Wait until what was typed lies on the phone."""
        expect(self.page.locator("[data-draft=kept]")).to_be_visible()

    def answers_all(self) -> None:
        """Answer each question with its first answer."""
        card = self.page.locator("fieldset.scale:visible")
        for _ in range(self.page.locator("fieldset.scale").count()):
            name = card.get_attribute("data-step")
            card.locator(".scale__answer").first.click()
            expect(self.page.locator(f'fieldset.scale[data-step="{name}"]')).to_be_hidden()

    def adds_photo(self, photo: Path) -> None:
        """Take a photo and see the sheet in which parts of it are hidden."""
        self.page.locator(".field-photos input[type=file]").last.set_input_files(photo)
        self.page.locator("dialog [data-done]").click()

    def keeps_visit(self) -> None:
        """Save the visit, and see it in the outbox."""
        self.page.locator(".visit-form [type=submit]").click()
        expect(self.page.locator(".entry-state")).to_be_visible()

    def records(self, code: str, *photos: Path) -> None:
        """Record a whole visit."""
        self.begins_visit(code)
        self.answers_all()
        for photo in photos:
            self.adds_photo(photo)
        self.keeps_visit()
