"""The pages of visits: recorded once, corrected with a reason, nothing lost when something is wrong."""

import html
import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.bodies import add_default_bodies
from layers.supervision.checklists import add_default_checklist
from tests.webmap.conftest import SignIn, post

NEW, PLAN = "/visits/new?hotspot=DB00001", "/visits/plan?hotspot=DB00001"
FIELDS = {
    "visited_on": "22/11/2026",
    "form": "on_site",
    "units": ["MAT_TRAN", "HOI_CCB"],
    "head_count": "4",
    "result": "better",
    "next_on": "29/11/2026",
    "note": "Hẻm đã có đèn.",
    "answer_needles": "none",
    "answer_lighting": "good",
    "answer_camera": "",
}


@pytest.fixture(autouse=True)
def lists(store: Database) -> None:
    """Add the default lists where the default data do not hold them yet."""
    with store.write(SYSTEM, "defaults.add") as change:
        change.note("defaults", "all")
        add_default_bodies(change)
        add_default_checklist(change)


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def _version(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(path).text)
    assert found
    return found[1]


def test_a_visit_is_recorded_and_shown_with_its_receipt(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    answer = post(client, NEW, uuid=str(uuid4()), **FIELDS)
    assert (answer.status_code, answer.location) == (303, "/visits/GS00001")
    text = _text(client.get("/visits/GS00001").text)
    for told in ("GS00001", "Hẻm 1678 Phạm Thế Hiển", "Phường Bình Đông", "22/11/2026", "Tốt hơn", "29/11/2026",
                 "Hội Cựu chiến binh phường", "Hẻm đã có đèn.", "Không có", "Chưa quan sát được"):  # fmt: skip
        assert told in text, told


def test_the_common_case_stands_in_the_form(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    post(client, NEW, uuid=str(uuid4()), **{**FIELDS, "head_count": "7"})
    page = client.get("/visits/new?hotspot=DB00002").text
    assert 'value="22/11/2026"' in page
    assert 'value="29/11/2026"' in page  # a week after a visit to a complicated place
    assert re.search(r'name="head_count"[^>]*value="7"|value="7"[^>]*name="head_count"', page)
    for code in ("MAT_TRAN", "HOI_CCB", "on_site", "same"):
        assert re.search(rf'value="{code}"\s+checked', page), code
    assert not re.search(r'value="HOI_ND"\s+checked', page)


def test_a_form_sent_twice_is_one_visit(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    uuid = str(uuid4())
    assert post(client, NEW, uuid=uuid, **FIELDS).location == post(client, NEW, uuid=uuid, **FIELDS).location
    assert client.get("/visits/GS00002").status_code == 404


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"visited_on": "23/11/2026"}, "23/11/2026"),
        ({"visited_on": "hôm qua"}, "ngày/tháng/năm"),
        ({"visited_on": ""}, "Cần điền mục này"),
        ({"head_count": "0"}, "từ 1 đến 200"),
        ({"form": "phone"}, "danh sách"),
        ({"answer_needles": "often"}, "danh sách"),
        ({"units": ["KHONG_CO"]}, "danh sách"),
        ({"next_on": "01/11/2026"}, "phải sau ngày"),
        ({"seen_lon": "999", "seen_lat": "10"}, "Vị trí"),
        ({"uuid": "x"}, "Không đọc được"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(
    client: FlaskClient, sign_in: SignIn, changes: dict[str, str], told: str
) -> None:
    sign_in("supervisor", "776")
    answer = post(client, NEW, **{"uuid": str(uuid4()), **FIELDS, **changes})
    assert answer.status_code == 422
    assert told in _text(answer.text)
    assert "Hẻm đã có đèn." in answer.text
    if "answer_needles" not in changes:
        assert re.search(r'name="answer_needles" value="none"\s+checked', answer.text)
    assert client.get("/visits/GS00001").status_code == 404


def test_a_note_that_names_a_person_is_marked(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    answer = post(
        client, NEW, uuid=str(uuid4()), **{**FIELDS, "note": "Hẻm tối.\r\nGặp ông Nguyễn Văn Tèo <b>"}
    )
    assert answer.status_code == 422
    marked = re.search(r"<mark>([^<]+)</mark>", answer.text)
    assert marked
    assert "Nguyễn Văn Tèo" in marked[1]
    assert "&lt;b&gt;" in answer.text


def test_the_position_is_shown_and_decides_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    far = {
        "seen_lon": "105.85",
        "seen_lat": "21.03",
        "accuracy_m": "25.4",
        "device_at": "2026-11-22T02:00:00.5Z",
    }
    assert post(client, NEW, uuid=str(uuid4()), **FIELDS, **far).status_code == 303
    text = _text(client.get("/visits/GS00001").text)
    assert re.search(r"cách địa bàn 1\.14\d\.\d{3} m", text)
    assert "±25 m" in text
    junk = {"seen_lon": "x", "seen_lat": "", "accuracy_m": "nan", "device_at": "hôm qua"}
    assert post(client, NEW, uuid=str(uuid4()), **FIELDS, **junk).status_code == 303
    assert "cách địa bàn" not in _text(client.get("/visits/GS00002").text)


def test_a_planned_visit_is_carried_out(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    assert post(client, PLAN, uuid=str(uuid4()), planned_on="21/11/2026", units="MAT_TRAN").status_code == 422
    assert post(client, PLAN, uuid=str(uuid4())).status_code == 422
    answer = post(client, PLAN, uuid=str(uuid4()), planned_on="22/11/2026", units="MAT_TRAN")
    assert answer.location == "/visits/GS00001"
    shown = client.get("/visits/GS00001").text
    start = html.unescape(re.search(r'href="(/visits/new[^"]+)"', shown)[1])
    version = _version(client, start)
    for _ in range(2):
        done = post(client, start, uuid=str(uuid4()), **FIELDS, version=version)
        assert done.location == "/visits/GS00001"
    assert "Đã thực hiện" in _text(client.get("/visits/GS00001").text)
    other = post(client, start, uuid=str(uuid4()), **{**FIELDS, "result": "worse"}, version=version)
    assert other.status_code == 422
    assert post(client, start, uuid=str(uuid4()), **FIELDS).status_code == 422


def test_a_plan_that_is_due_is_offered_to_be_carried_out(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    post(client, PLAN, uuid=str(uuid4()), planned_on="22/11/2026")
    page = client.get(NEW).text
    assert "GS00001" in page
    assert 'action="/visits/new?hotspot=DB00001&amp;plan=GS00001"' in page


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", {"GS00001"}),
        ("?state=planned", {"GS00002"}),
        ("?state=cancelled", set()),
        ("?hotspot=DB00002", set()),
        ("?area=27424%402025-07-01&from=22/11/2026&to=22/11/2026", {"GS00001"}),
        ("?to=21/11/2026", set()),
        ("?mine=1", {"GS00001"}),
        ("?to=31/12/9999&from=01/01/0001", {"GS00001"}),
    ],
)
def test_the_list_and_its_filters(client: FlaskClient, sign_in: SignIn, query: str, codes: set[str]) -> None:
    sign_in("supervisor", "776")
    post(client, NEW, uuid=str(uuid4()), **FIELDS)
    post(client, PLAN, uuid=str(uuid4()), planned_on="25/11/2026")
    answer = client.get(f"/visits{query}")
    assert answer.status_code == 200
    assert set(re.findall(r'href="/visits/(GS\d+)"', answer.text)) == codes


@pytest.mark.parametrize("query", ["from=mai", "state=lost", "area=x", "page=2", "cursor=x", "mine=2"])
def test_a_wrong_address_is_explained(client: FlaskClient, sign_in: SignIn, query: str) -> None:
    sign_in("viewer", "776")
    assert client.get(f"/visits?{query}").status_code == 400


def test_pages_of_the_list_meet(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webmap.pages.supervision.visits.PAGE_ROWS", 2)
    sign_in("supervisor", "776")
    for _ in range(3):
        post(client, NEW, uuid=str(uuid4()), **FIELDS)
    first = client.get("/visits").text
    following = html.unescape(re.search(r'href="(/visits\?[^"]*cursor=[^"]+)"', first)[1])
    second = client.get(following).text
    found = [re.findall(r'href="/visits/(GS\d+)"', page) for page in (first, second)]
    assert found == [["GS00003", "GS00002"], ["GS00001"]]
    assert client.get(f"{following}&mine=1").status_code == 400


def test_the_reader_chooses_a_place(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "27424@2025-07-01")
    for path in ("/visits/new", "/visits/plan"):
        assert re.findall(r'hotspot=(DB\d+)"', client.get(path).text) == ["DB00001"]


def test_english(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    post(client, "/language", locale="en", next="/")
    page = client.get(NEW).text
    assert "Are needles or other drug litter left on the ground?" in page
    post(client, NEW, uuid=str(uuid4()), **FIELDS)
    assert "Better" in client.get("/visits/GS00001").text


@pytest.mark.parametrize(
    ("query", "on_map"),
    [
        ("?state=planned", "/map?due=planned"),
        ("?state=planned&area=27424@2025-07-01", "/map?due=planned&amp;ward=27424@2025-07-01"),
        ("", None),
        ("?state=planned&mine=1", None),
    ],
)
def test_planned_visits_lead_to_the_map_where_it_has_the_same_filter(
    client: FlaskClient, sign_in: SignIn, query: str, on_map: str | None
) -> None:
    sign_in("viewer", "776")
    page = client.get(f"/visits{query}").text
    assert (f'href="{on_map}"' in page) if on_map else "/map?" not in page
