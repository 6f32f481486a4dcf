"""The log and the history of a place, as people read them."""

import ast
import re
from dataclasses import replace
from datetime import date

import pytest
import shapely
from flask.testing import FlaskClient
from sqlalchemy import select

from layers.actor import SYSTEM, Actor
from layers.outings.day_changes import lock_stop
from layers.places.hotspots import Extent, revise_hotspot
from layers.places.versions import read_draft
from layers.store.database import Database
from layers.store.schema import hotspot
from tests.contracts.tree import modules
from tests.layers.outings.days import make
from tests.webmap.conftest import SignIn
from webmap.texts import LANGUAGES, load_catalogue

HISTORY = "/hotspots/DB00001/history"
_ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def _redraw(store: Database) -> None:
    with store.write(Actor(None, "mai"), "hotspot.revise", "đo lại tại chỗ") as change:
        row = change.connection.execute(select(hotspot).where(hotspot.c.code == "DB00001")).one()
        place = read_draft(change.connection, row.id, row.version)
        assert place is not None
        start, *_, end = shapely.get_coordinates(place.geometry).tolist()
        drawn = replace(
            place,
            geometry=shapely.LineString([start, end]),
            valid_from=date(2026, 3, 1),
            topics=("ma_tuy",),
            note="Đã lắp đèn",
        )
        revise_hotspot(change, row.id, drawn, version=row.version, least=Extent())


def _note(store: Database, n: int) -> None:
    with store.write(SYSTEM, "hotspot.revise") as change:
        for number in range(n):
            change.note("hotspot", f"DB9{number:04}", before={"name": "cũ"}, after={"name": f"Hẻm {number}"})


def test_a_change_is_told_in_words(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", "27424@2025-07-01")
    _redraw(store)
    page = client.get(HISTORY).text
    assert "Lịch sử: Hẻm 1678 Phạm Thế Hiển" in page
    assert "22/11/2026 09:00 · mai" in page
    assert "Sửa địa bàn" in page
    assert "Lý do: đo lại tại chỗ" in page
    assert re.search(
        r"Hình vẽ\s*</dt>\s*<dd>\s*<del>\d+ m</del>\s*<span[^>]*>→</span>\s*<ins>\d+ m</ins>", page
    )
    assert "coordinates" not in page
    assert "<ins>Ma túy</ins>" in page
    assert "<ins>01/03/2026</ins>" in page
    assert "<ins>Đã lắp đèn</ins>" in page
    assert "Nạp dữ liệu mặc định" in page


def test_history_in_english(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", "27424@2025-07-01")
    _redraw(store)
    client.post("/language", data={"locale": "en"})
    with client.session_transaction() as session:
        session["locale"] = "en"
    with store.write(SYSTEM, "account.set_locale") as change:
        change.connection.exec_driver_sql("UPDATE account SET locale = 'en'")
        change.note("account", "lan")
    page = client.get(HISTORY).text
    assert "Place revised" in page
    assert "<ins>Narcotics</ins>" in page or "<ins>Drugs</ins>" in page


def test_what_people_typed_is_not_read_as_html(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("auditor")
    with store.write(Actor(None, "<b>ai</b>"), "hotspot.revise", "<script>x</script>") as change:
        change.note("hotspot", "<i>DB1</i>", before={"<u>a": "<s>"}, after={"<u>a": "<em>"})
    page = client.get("/log").text.partition("<main")[2]
    assert not re.search(r"<(b|i|u|s|em)>|<script>x", page)
    assert "&lt;script&gt;" in page


def test_the_log_is_filtered(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("auditor")
    _redraw(store)
    assert "Đăng nhập" in client.get("/log").text
    for query, found in (
        ("who=mai", True),
        ("who=MAI", True),
        ("who=ai-do", False),
        ("subject=hotspot.", True),
        ("subject=visit.", False),
        ("about=DB00001", True),
        ("first=22/11/2026&last=22/11/2026", True),
        ("last=21/11/2026", False),
        ("first=2026-11-22", True),
    ):
        assert ("đo lại tại chỗ" in client.get(f"/log?{query}").text) == found, query
    assert "Chưa có thay đổi nào." in client.get("/log?who=ai-do").text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("first=32/13/2026", 422),
        ("first=22/11/2026&last=21/11/2026", 422),
        ("subject=world.", 422),
        ("below=x", 400),
        ("below=0", 400),
        ("below=99999999999999999999", 400),
        ("who=a&who=b", 400),
        ("page=2", 400),
    ],
)
def test_what_cannot_be_understood_is_said(
    client: FlaskClient, sign_in: SignIn, query: str, status: int
) -> None:
    sign_in("auditor")
    assert client.get(f"/log?{query}").status_code == status


def test_pages_lead_to_older_rows_and_back(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("auditor")
    _note(store, 60)
    first = client.get("/log?subject=hotspot.").text
    assert "Hẻm 59" in first
    assert "Hẻm 9<" not in first
    older = re.search(r'href="([^"]*below=\d+[^"]*)"', first)
    assert older
    second = client.get(older[1].replace("&amp;", "&")).text
    assert "Hẻm 9<" in second
    assert "Mới nhất" in second
    assert "below=" not in second.partition("<main")[2]


def test_long_lists_of_fields_are_folded(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("auditor")
    with store.write(SYSTEM, "hotspot.revise") as change:
        change.note(
            "hotspot", "DB9", after={"name": "a", "note": "b", "street": "c", "source": "d", "kind": "alley"}
        )
    page = client.get("/log").text
    assert "5 mục thay đổi" in page


def test_the_plan_of_a_day_has_its_history(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    code = make(store)
    with store.write(SYSTEM, "plan.lock") as change:
        lock_stop(change, code, "DB00002", True, version=1)
    sign_in("officer")
    page = client.get(f"/plans/{code}/history").text
    assert page.index("Khóa hoặc mở khóa điểm dừng") < page.index("Lập kế hoạch ngày")
    assert f"/plans/{code}/history" in client.get(f"/plans/{code}").text


def test_the_history_of_a_plan_names_no_place_that_its_reader_does_not_see(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    code = make(store)
    with store.write(SYSTEM, "plan.lock") as change:
        version = lock_stop(change, code, "DB00002", True, version=1)
        lock_stop(change, code, "DB00001", True, version=version)
    sign_in("officer", "27424@2025-07-01")
    page = client.get(f"/plans/{code}/history").text
    assert page.count("Khóa hoặc mở khóa điểm dừng") == 2
    assert ("DB00001" in page, "DB00002" in page) == (True, False)
    sign_in("officer", "27397@2025-01-01", name="khac")
    assert client.get(f"/plans/{code}/history").status_code == 404


def _actions() -> set[str]:
    """Return the actions that the program writes under, as far as they stand in its code as they are."""
    found: set[str] = set()
    for path in modules("layers", "webmap"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            named = node.args[1:2] if called == "write" else node.args[:1] if called == "_changing" else []
            words = [part.value for arg in named for part in ast.walk(arg) if isinstance(part, ast.Constant)]
            found.update(word for word in words if isinstance(word, str) and _ACTION.fullmatch(word))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_of_the_program_has_a_name(language: str) -> None:
    actions = _actions()
    assert len(actions) > 30
    texts = load_catalogue(language).forms
    assert sorted(action for action in actions if f"history.action.{action}" not in texts) == []
