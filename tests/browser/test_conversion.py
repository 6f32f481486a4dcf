"""A place from complicated to converted and back: each step with its document, the scan of the plan, the relapse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import MapReader
from tests.browser.watch import Watch
from tests.layers.places.files import PDF

pytestmark = pytest.mark.browser

CARD = "/hotspots/DB00001"
PLAN = {"kind": "KH", "number": "12/KH-UBND", "issued_on": "15/03/2017", "issuer": "UBND Phường 6",
        "title": "Kế hoạch chuyển hóa địa bàn"}  # fmt: skip
REQUEST = {"kind": "CV", "title": "Đề nghị xây dựng kế hoạch chuyển hóa"}
VERDICT = {"kind": "QD", "number": "15/QĐ-UBND", "issued_on": "01/06/2018", "issuer": "UBND Phường 6",
           "title": "Công nhận địa bàn đã chuyển hóa"}  # fmt: skip
NOTICE = {"kind": "TB", "number": "3/TB-CA", "issued_on": "01/02/2019", "issuer": "Công an Phường 6",
          "title": "Thông báo tình hình địa bàn"}  # fmt: skip
SECOND_PLAN = {**PLAN, "number": "8/KH-UBND", "issued_on": "01/03/2019"}
LATE = "ghi bổ sung theo hồ sơ lưu"


class Recorder:
    """An officer who records what became of a place, each step on its own day."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def files(self, told: dict[str, str]) -> None:
        """Enter a document in the register, with its scan."""
        self.page.goto("/documents/new")
        self.page.locator("#kind").select_option(told["kind"])
        for name in ("title", "number", "issued_on", "issuer"):
            self.page.locator(f"#{name}").fill(told[name])
        scan = {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": PDF}
        self.page.locator("#file").set_input_files([scan])
        self.page.locator("main .form__actions button").click()
        expect(self.page.get_by_role("link", name="ke-hoach.pdf")).to_be_visible()

    def opens(self, state: str, day: str) -> None:
        """Open the form of a move on a day."""
        self.page.goto(f"{CARD}/status?on={day}")
        self.page.locator(f'main a[href*="to={state}"]').click()
        expect(self.page.locator("#valid_from")).to_be_visible()

    def fills(self, **typed: str) -> None:
        """Fill in fields of the form."""
        for name, value in typed.items():
            self.page.locator(f"#{name}").fill(value)

    def chooses(self, number: str) -> None:
        """Rest the move on a document of the register."""
        option = self.page.locator("#document option").filter(has_text=number)
        self.page.locator("#document").select_option(value=option.get_attribute("value"))

    def enters(self, told: dict[str, str]) -> None:
        """Rest the move on a document that is entered on the spot."""
        if not self.page.locator("#new_kind").is_visible():
            self.page.locator("details", has=self.page.locator("#new_kind")).locator("summary").click()
        self.page.locator("#new_kind").select_option(told["kind"])
        self.fills(**{f"new_{name}": value for name, value in told.items() if name != "kind"})

    def saves(self) -> None:
        """Send the form, and come back to the card."""
        self.sends()
        self.page.wait_for_url(f"**{CARD}")

    def sends(self) -> None:
        """Send the form."""
        self.page.locator("main form .form__actions button").click()

    def sees_state(self, words: str) -> None:
        """See the state on the card."""
        expect(self.page.locator(".card-sheet__state")).to_contain_text(words)

    def records(self, state: str, day: str, words: str, paper: dict[str, str], **typed: str) -> None:
        """Record a move with a document that is entered on the spot, and see the new state."""
        self.opens(state, day)
        self.enters(paper)
        self.fills(**{"reason": LATE, **typed})
        self.saves()
        self.sees_state(words)

    def timeline(self) -> list[str]:
        """Return what happened, newest first, as the card with its filter for status tells it."""
        self.page.goto(f"{CARD}?show=status")
        items = self.page.locator(".timeline__item--status")
        expect(items.first).to_be_visible()
        return [" ".join(words.split()) for words in items.all_inner_texts()]

    def visits(self, result: str, day: str) -> None:
        """Record a visit that saw something."""
        self.page.goto("/visits/new?hotspot=DB00001")
        answer = self.page.locator(f'input[name="result"][value="{result}"]')
        self.page.locator(".scale__answer").filter(has=answer).click()
        self.page.locator("#visited_on").fill(day)
        self.page.locator("[data-save]").click()
        self.page.wait_for_url("**/visits/GS*")


@pytest.fixture
def officer(sit: Callable[..., Page]) -> Recorder:
    """Return the officer at a desk."""
    return Recorder(sit())


def test_from_complicated_to_converted_then_relapsed_then_again(
    officer: Recorder, watch: Callable[[], Watch]
) -> None:
    page = officer.page
    page.goto(CARD)
    officer.sees_state("Phức tạp, đang theo dõi")
    officer.files(PLAN)

    officer.records("CHO_KE_HOACH", "2017-03-01", "Chờ kế hoạch", REQUEST)

    officer.opens("DANG_CHUYEN_HOA", "2017-03-20")
    officer.chooses(PLAN["number"])
    officer.fills(term_to="20/05/2017", reason=LATE)
    officer.saves()
    officer.sees_state("Hết thời hạn, chờ đánh giá")  # the term ran out by itself

    watch().expect("422")
    officer.opens("DA_CHUYEN_HOA", "2018-06-01")
    officer.enters({"kind": "QD", "title": VERDICT["title"]})
    officer.fills(reason=LATE)
    officer.sends()
    expect(page.locator("main")).to_contain_text("văn bản quyết định có số, ngày và cơ quan ban hành")
    expect(page.locator("#new_title")).to_have_value(VERDICT["title"])
    officer.enters(VERDICT)
    officer.saves()
    officer.sees_state("Đã chuyển hóa")
    expect(page.locator("main")).to_contain_text(VERDICT["number"])
    expect(page.locator("main")).to_contain_text("01/06/2019")  # watched for a year

    officer.visits("relapse", "20/01/2019")
    page.goto(CARD)
    officer.sees_state("Đã chuyển hóa")
    officer.sees_state("nghi tái phức tạp")  # seen once, not yet counted

    officer.records("TAI_PHUC_TAP", "2019-02-01", "Tái phức tạp", NOTICE)
    officer.records("DANG_CHUYEN_HOA", "2019-03-10", "Đang chuyển hóa", SECOND_PLAN, term_to="31/12/2027")

    told = officer.timeline()
    days = ("10/03/2019", "01/02/2019", "01/06/2018", "20/03/2017", "01/03/2017")
    assert [words[:10] for words in told[:5]] == list(days)
    assert SECOND_PLAN["number"] in told[0]
    assert NOTICE["number"] in told[1]
    assert PLAN["number"] in told[3]

    reader = MapReader(page).opens("on=2018-07-01&at=10.735,106.645,13.5")
    expect(reader.opens_card_of("Hẻm 1678").locator(".card-sheet__state")).to_contain_text("Đã chuyển hóa")
    reader.types_day("15/02/2019")
    expect(reader.card.locator(".card-sheet__state")).to_contain_text("Tái phức tạp")


def test_the_plan_leads_to_its_scan_and_to_what_rests_on_it(officer: Recorder) -> None:
    page = officer.page
    page.goto("/documents?q=12%2FKH")
    page.get_by_role("link", name=PLAN["title"]).click()
    expect(page.locator("#document-citations + ul")).to_contain_text("Đang chuyển hóa")
    scan = page.get_by_role("link", name="ke-hoach.pdf")
    answer = page.request.get(str(scan.get_attribute("href")))
    assert answer.body() == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert "sandbox" in answer.headers["content-security-policy"]
