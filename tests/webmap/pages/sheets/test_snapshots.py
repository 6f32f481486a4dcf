"""A sheet is chosen, looked at, taken; its code opens it again, and gives each file the same to the byte."""

import errno
import re
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from layers.sheets.snapshots import get_snapshot
from layers.store.database import Database
from tests.layers.places.supervised import add_visit
from tests.webmap.conftest import SignIn, post
from webmap.http.moments import read_taken
from webmap.maps.sheet import Sheet
from webmap.pages.sheets.codes import FORMS
from webmap.pages.sheets.snapshot_asked import CHOICES
from webmap.render.sheet_files import SHEET_FILES

WARD = "27424@2025-07-01"
USUAL = {name: values[0] for name, values in CHOICES.items()}


def _take(client: FlaskClient, **fields: str) -> str:
    answer = post(client, "/snapshots", **{**USUAL, "uuid": str(uuid4()), **fields})
    assert answer.status_code == 303, answer.text
    assert urlsplit(answer.headers["Location"]).query == "taken=1"
    return str(urlsplit(answer.headers["Location"]).path).removeprefix("/s/")


def _hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1].replace("&amp;", "&")


def test_a_map_becomes_a_sheet_with_a_code(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer")
    seen = client.get("/snapshots/new", headers={"Referer": "http://localhost/map?topic=ma_tuy"})
    assert (seen.status_code, seen.headers["Location"]) == (303, "/snapshots/new?topic=ma_tuy")
    page = client.get("/snapshots/new?topic=ma_tuy&paper=A3&title=Giao+ban").text
    assert "/snapshots/preview.png?topic=ma_tuy&amp;paper=A3&amp;title=Giao+ban" in page
    assert _hidden(page, "map") == "topic=ma_tuy"
    uuid = _hidden(page, "uuid")
    code = _take(client, uuid=uuid, map="topic=ma_tuy", paper="A3", title="Giao ban", restricted="1")
    assert _take(client, uuid=uuid, map="topic=ma_tuy", paper="A3", title="Giao ban") == code
    shown = client.get(f"/s/{code}?taken=1").text
    assert re.search(r'snapshot-strip"\s+open', shown)
    assert shown.count("làm ở phía sau") == 1
    assert all(f'value="{form}"' in shown for forms in FORMS.values() for form in forms)
    first = post(client, f"/s/{code}/file", form="svg")
    assert (first.status_code, first.mimetype) == (200, "image/svg+xml")
    assert f'{code}.svg"' in first.headers["Content-Disposition"]
    add_visit(store, "DB00001")
    sign_in("coordinator", name="minh")
    assert post(client, f"/s/{code}/file", form="svg").data == first.data
    picture = post(client, f"/s/{code}/file", form="png-96")
    assert (picture.mimetype, f'{code}-96.png"' in picture.headers["Content-Disposition"]) == (
        "image/png",
        True,
    )
    later = post(client, f"/s/{code}/file", form="png-300")
    assert (later.status_code, later.headers["Location"].startswith("/downloads/")) == (303, True)
    with store.read() as connection:
        kept = get_snapshot(connection, sign_in("officer", name="hoa").actor, code)
    assert set(kept.files) == {"svg", "png-96"}


def test_the_figure_of_the_overview_is_kept_as_it_was(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    lan = sign_in("officer")
    found = re.search(
        r'href="(/snapshots/new\?[^"]+)"', client.get("/dashboard?area=776&show=overdue&on=2026-11-20").text
    )
    address = dict(parse_qsl(urlsplit(found[1].replace("&amp;", "&")).query))
    assert address == {"area": "776", "show": "overdue", "on": "2026-11-20", "sheet": "figure"}
    form = client.get("/snapshots/new", query_string=address).text
    assert "Để trống: “Quá hạn" in form
    code = _take(client, map=_hidden(form, "map"), sheet="figure", show="overdue", area="776")
    with store.read() as connection:
        spec, figure = read_taken(get_snapshot(connection, lan.actor, code))
    assert (spec.kind, spec.map.on.isoformat(), spec.map.status) == ("figure", "2026-11-20", ())
    assert spec.title == spec.map.title
    assert spec.title.endswith("Quận 8 (cũ)")
    assert max(value.low or 0 for value in figure.values.values()) >= 1
    first, page = post(client, f"/s/{code}/file", form="svg").data, client.get(f"/s/{code}").text
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th>\s*<td class="number">([^<]+)</td>', page))
    assert sorted(rows.values()) == sorted(f"{value.low:g}" for value in figure.values.values())
    assert ('class="choropleth"' in page, 'id="map-feed"' in page) == (True, False)
    add_visit(store, "DB00001")
    assert post(client, f"/s/{code}/file", form="svg").data == first
    later = client.get(f"/s/{code}").text
    assert dict(re.findall(r'<th scope="row">([^<]+)</th>\s*<td class="number">([^<]+)</td>', later)) == rows


def test_a_sheet_of_counts_opens_with_what_it_counted(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer")
    page = client.get(f"/s/{_take(client, map='on=2026-11-20', sheet='figure')}").text
    assert re.search(r'<th scope="row">[^<]+</th>\s*<td class="number">[1-9]', page)


def test_a_preview_is_the_sheet_without_a_code(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in("officer", name="minh")
    drawn: list[Sheet] = []

    def draw(sheet: Sheet) -> bytes:
        drawn.append(sheet)
        return b"png"

    png = SHEET_FILES["png"]
    monkeypatch.setitem(SHEET_FILES, "png", png._replace(write=draw))
    for query in (
        f"area={WARD}&restricted=1&title={'a' * 500}",
        "area=776@start&vintage=start&on=1999-01-01",
        "as-known-on=2026-11-21T00:00:00Z&paper=A3&table=0&grid=none",
    ):
        answer = client.get(f"/snapshots/preview.png?{query}")
        assert (answer.status_code, answer.mimetype) == (200, "image/png"), query
    ward, old, known = drawn
    assert (ward.spec.area, len(ward.spec.title), ward.imprint.code) == (WARD, 500, "")
    assert ward.imprint.watermark.startswith("minh · ")
    assert png.write(ward)[:4] == b"\x89PNG"
    assert png.write(old)[:4] == b"\x89PNG"
    assert (known.spec.has_table, known.spec.dpi, known.imprint.watermark) == (False, 68, "")

    def find_no_room(_sheet: Sheet) -> bytes:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setitem(SHEET_FILES, "png", png._replace(write=find_no_room))
    full = client.get("/snapshots/preview.png")
    assert (full.status_code, "hết chỗ" in full.text) == (503, True)


def test_what_cannot_be_a_sheet_is_told_on_the_form(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer")
    uuid = str(uuid4())
    for fields, words in (
        ({"title": "a" * 501}, "500"),
        ({"paper": "A9"}, "Chọn"),
        ({"title": "Họp với ông Nguyễn Văn Tèo"}, "Nguyễn"),
    ):
        answer = post(client, "/snapshots", **{**USUAL, "uuid": uuid, **fields})
        assert (answer.status_code, words in answer.text) == (422, True), fields
    looked = post(client, "/snapshots", **{**USUAL, "uuid": uuid, "map": "q=hem", "paper": "A3", "look": "1"})
    assert (looked.status_code, looked.headers["Location"]) == (303, "/snapshots/new?q=hem&paper=A3")
    assert post(client, "/snapshots", **{**USUAL, "uuid": uuid, "map": "on=x"}).status_code == 400
    assert client.get("/snapshots/new?area=99999").status_code == 404


def test_pages_lead_to_sheets(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer")
    for path in ("/map", "/dashboard", "/hotspots"):
        assert "/snapshots/new" in client.get(path).text, path
    sign_in("auditor", name="phap")
    assert client.get("/snapshots/new").status_code == 403
    assert post(client, "/snapshots").status_code == 403
