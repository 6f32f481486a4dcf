"""The pages of water and crossings: drawn, corrected, closed, taken off; what each is good for, and who may do what."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.store.schema import landmark
from layers.travel.landmarks import EVERYONE, Landmark, list_landmarks
from tests.webmap.conftest import SignIn, post

PAGE = "/admin/crossings"
LINE = {"type": "LineString", "coordinates": [[106.6735, 10.7475], [106.674, 10.7445]]}


@pytest.fixture
def coordinator(sign_in: SignIn) -> None:
    """Sign in who may draw."""
    sign_in("coordinator", "776")


def _named(store: Database, name: str) -> Landmark:
    with store.read() as connection:
        return next(one for one in list_landmarks(connection) if one.drawing.name == name)


def _fields(**changed: Any) -> dict[str, Any]:
    """Return what a browser would send of a new bridge."""
    told = {
        "uuid": str(uuid4()), "version": "0", "name": "Cầu Mới", "source": "đo GPS", "position_accuracy_m": "5",
        "shape": json.dumps(LINE), "walking": "y", "motorbike": "y",
    }  # fmt: skip
    return {name: value for name, value in (told | changed).items() if value is not None}


def _edited(one: Landmark, **changed: Any) -> dict[str, Any]:
    told = {"name": one.drawing.name, "source": one.drawing.source, "version": str(one.version)}
    same = {"reason": "sửa lại", "position_accuracy_m": "100", "uuid": None, "shape": None}
    return _fields(**(told | same | changed))


def _page_of(one: Landmark) -> str:
    return f"{PAGE}/{one.uuid}"


def _config(page: str) -> dict[str, Any]:
    found = re.search(r'data-part="boundary-config">(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_the_list_names_all_and_the_map_has_them(client: FlaskClient, coordinator: None) -> None:
    page = client.get(PAGE).text
    for name in ("Cầu Chữ Y", "Cầu Hiệp Ân", "Kênh Đôi", "Kênh Tàu Hủ"):
        assert f">{name}</a>" in page
    config = _config(page)
    assert len(config["landmarks"]) == 7
    assert {one["kind"] for one in config["landmarks"]} == {"bridge", "canal"}
    assert config["tool"] is None
    assert f"{PAGE}/new" in page


def test_a_bridge_is_drawn_and_its_page_tells_what_it_is_good_for(
    client: FlaskClient, store: Database, coordinator: None
) -> None:
    form = client.get(f"{PAGE}/new")
    assert _config(form.text)["tool"] == "Line"
    sent = _fields()
    answer = post(client, f"{PAGE}/new?kind=bridge", **sent)
    assert answer.status_code == 303, answer.text
    one = _named(store, "Cầu Mới")
    assert answer.location == _page_of(one)
    assert one.uuid == sent["uuid"]
    assert (one.drawing.geometry.geom_type, one.drawing.position_accuracy_m) == ("LineString", 5)
    assert one.drawing.modes == EVERYONE
    page = client.get(answer.location).text
    assert "Đã thêm Cầu Mới." in page
    assert "Tác dụng với đường đi" in page
    assert "trong 4 địa bàn quanh đây" in page or "giữa 4 địa bàn quanh đây" in page
    assert "Không bắc qua nước" not in client.get(PAGE).text
    again = post(client, f"{PAGE}/new?kind=bridge", **sent)
    assert again.location == answer.location


def test_a_bridge_over_no_water_is_told(client: FlaskClient, coordinator: None) -> None:
    dry = {"type": "Point", "coordinates": [106.66, 10.735]}
    answer = post(client, f"{PAGE}/new", **_fields(shape=json.dumps(dry)))
    assert "không bắc qua kênh rạch nào đã vẽ" in client.get(answer.location).text
    assert "Không bắc qua nước" in client.get(PAGE).text


def test_typed_positions_make_a_point_or_a_line(
    client: FlaskClient, store: Database, coordinator: None
) -> None:
    typed = {"shape": None, "coordinates_crs": "EPSG:4326"}
    post(client, f"{PAGE}/new", **_fields(**typed, name="Cầu Một", coordinates="10.7462, 106.6735"))
    post(client, f"{PAGE}/new", **_fields(**typed, name="Cầu Hai",
                                         coordinates="10.7462, 106.6735\n10.7450, 106.6735"))  # fmt: skip
    assert _named(store, "Cầu Một").drawing.geometry.coords[0] == pytest.approx((106.6735, 10.7462))
    assert len(_named(store, "Cầu Hai").drawing.geometry.coords) == 2


def test_a_bridge_is_closed_and_its_history_tells_why(
    client: FlaskClient, store: Database, coordinator: None
) -> None:
    bridge = _named(store, "Cầu Chữ Y")
    page = client.get(f"{_page_of(bridge)}/edit").text
    assert 'value="Cầu Chữ Y"' in page
    unticked = _edited(bridge, motorbike=None, walking=None)
    answer = post(client, f"{_page_of(bridge)}/edit", **unticked)
    assert answer.status_code == 303, answer.text
    closed = _named(store, "Cầu Chữ Y")
    assert (closed.version, closed.drawing.modes) == (2, frozenset())
    assert closed.drawing.geometry.equals(bridge.drawing.geometry)
    shown = client.get(_page_of(bridge)).text
    assert "Đang đóng" in shown
    assert "sửa lại" in shown
    assert _config(shown)["landmarks"][3]["marks"] == ["this", "closed"]


def test_what_is_wrong_is_told_beside_what_was_typed(
    client: FlaskClient, store: Database, coordinator: None
) -> None:
    long = {"type": "LineString", "coordinates": [[106.60, 10.74], [106.66, 10.74]]}
    for changed, told in (
        ({"name": ""}, "Cần điền mục này"),
        ({"shape": ""}, "chưa vẽ"),
        ({"shape": json.dumps(long)}, "nhiều nhất 3"),
        ({"position_accuracy_m": "5000"}, "1.000"),
        ({"source": "theo lời ông Nguyễn Văn Tám"}, "tên người"),
    ):
        answer = post(client, f"{PAGE}/new", **_fields(**changed))
        assert answer.status_code == 422, changed
        assert told.lower() in answer.text.lower(), changed
        assert 'value="đo GPS"' in answer.text or "source" in changed
    with store.read() as connection:
        assert len(list_landmarks(connection)) == 7


def test_whoever_comes_late_looks_again(client: FlaskClient, store: Database, coordinator: None) -> None:
    bridge = _named(store, "Cầu Chữ Y")
    post(client, f"{_page_of(bridge)}/edit", **_edited(bridge, name="Cầu chữ Y"))
    late = post(client, f"{_page_of(bridge)}/edit", **_edited(bridge, name="Cầu Y"))
    assert late.status_code == 412
    assert 'value="Cầu Y"' in late.text
    assert re.search(r'name="version"\s+value="2"', late.text)
    removal = post(client, f"{_page_of(bridge)}/remove", version="1", reason="bỏ")
    assert removal.status_code == 412


def test_a_bridge_is_taken_off_with_a_reason(client: FlaskClient, store: Database, coordinator: None) -> None:
    bridge = _named(store, "Cầu Chữ Y")
    assert post(client, f"{_page_of(bridge)}/remove", version="1", reason="").status_code == 422
    answer = post(client, f"{_page_of(bridge)}/remove", version="1", reason="cầu đã tháo dỡ")
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = client.get(PAGE).text
    assert "Đã gỡ Cầu Chữ Y khỏi bản đồ." in page
    assert ">Cầu Chữ Y</a>" not in page
    assert client.get(_page_of(bridge)).status_code == 404


def test_water_is_drawn_too(client: FlaskClient, store: Database, coordinator: None) -> None:
    page = client.get(f"{PAGE}/new?kind=canal").text
    assert 'name="walking"' not in page
    answer = post(client, f"{PAGE}/new?kind=canal", **_fields(name="Rạch Mới"))
    assert answer.status_code == 303
    assert _named(store, "Rạch Mới").drawing.kind == "canal"
    assert "Tác dụng với đường đi" not in client.get(answer.location).text


def test_an_officer_reads_and_draws_nothing(client: FlaskClient, store: Database, sign_in: SignIn) -> None:
    sign_in("officer", "27427@2025-07-01")
    page = client.get(PAGE).text
    assert "Cầu Chữ Y" in page
    assert f"{PAGE}/new" not in page
    bridge = _named(store, "Cầu Chữ Y")
    shown = client.get(_page_of(bridge)).text
    assert "/edit" not in shown
    assert client.get(f"{_page_of(bridge)}/edit").status_code == 403


def test_a_bridge_in_anothers_land_is_refused(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("coordinator", "27427@2025-07-01")
    answer = post(client, f"{PAGE}/new", **_fields(shape='{"type": "Point", "coordinates": [106.70, 10.74]}'))
    assert answer.status_code == 403
    assert "nằm ngoài" in answer.text


def test_what_a_desktop_program_drew_is_listed_without_a_page(
    client: FlaskClient, store: Database, coordinator: None
) -> None:
    with store.write(SYSTEM, "test") as change:
        where = _named(store, "Cầu Chữ Y").drawing.geometry
        row = {"kind": "bridge", "name": "Cầu QGIS", "source": "QGIS", "geom": where}
        change.connection.execute(insert(landmark).values(**row))
        change.note("landmark", "test")
    page = client.get(PAGE).text
    assert "Cầu QGIS" in page
    assert "Vẽ bằng phần mềm bản đồ" in page
    assert ">Cầu QGIS</a>" not in page
