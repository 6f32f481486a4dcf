"""Files of snapshots: the same bytes again, told where they are not, refused where the data became different."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from geo.types import LonLat
from layers.actor import SYSTEM
from layers.people.users import Account
from layers.sheets.snapshots import MadeFile, get_snapshot, take_snapshot
from layers.store.database import Database
from layers.travel.crossings import remove_landmark
from layers.work.job_records import Job, find_job
from tests.layers.places.supervised import add_visit
from tests.layers.work.waiting import PACK, ask
from tests.webmap.conftest import SignIn
from tests.webmap.scope_rows import BRIDGE
from webmap.http.moments import pin_now, to_taken
from webmap.http.snapshot_files import SNAPSHOT_FILES
from webmap.jobs.running import Workshop
from webmap.jobs.snapshots import is_long
from webmap.maps.sheet import SheetSpec
from webmap.maps.spec import MapSpec
from webmap.pages.sheets.codes import FORMS
from webmap.render.sheet_files import SheetFile

_SPEC = MapSpec("Quận 8", LonLat(106.65, 10.73), 13)


@pytest.fixture
def shop(app: Flask) -> Iterator[Workshop]:
    opened = Workshop(app)
    yield opened
    opened.database.close()


def _take(app: Flask, store: Database, lan: Account) -> str:
    with app.app_context(), store.read() as connection:
        pinned, moment = pin_now(connection, lan.actor, _SPEC)
    with store.write(lan.actor, "snapshot.take") as change:
        sheet = SheetSpec(_SPEC, title="Họp tháng 11", area="776")
        return take_snapshot(change, to_taken("a", sheet, pinned, moment))


def _make(shop: Workshop, user: Account, number: int, code: str, form: str = "svg") -> Job:
    arguments = {"code": code, "form": form, "url": f"http://localhost/s/{code}"}
    wanted = replace(PACK, uuid=str(number), kind="snapshot", arguments=arguments)
    ask(shop.database, user.actor, wanted)
    shop.do(wanted.uuid)
    with shop.database.read() as connection:
        found = find_job(connection, wanted.uuid)
    assert found is not None
    return found


def test_a_file_made_again_is_the_same(
    app: Flask, store: Database, shop: Workshop, add_account: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = add_account("officer")
    code = _take(app, store, lan)
    first = _make(shop, lan, 1, code)
    add_visit(store, "DB00001")
    again = _make(shop, add_account("coordinator", name="minh"), 2, code)
    assert (first.state, first.file.name, first.error) == ("done", f"{code}.svg", None)
    assert again.file == first.file
    with store.read() as connection:
        made = get_snapshot(connection, lan.actor, code).files
    assert made == {"svg": MadeFile(first.file.sha256, first.file.size_bytes)}
    assert _make(shop, lan, 3, code, "docx").error == "snapshot_form_unknown"
    monkeypatch.setitem(SNAPSHOT_FILES, "svg", SheetFile("image/svg+xml", lambda _sheet: b"<svg/>"))
    assert _make(shop, lan, 4, code).file.name == f"{code}-khac-ban-dau.svg"
    with store.write(SYSTEM, "crossing.remove") as change:
        remove_landmark(change, BRIDGE, version=1, reason="cầu đã tháo dỡ")
    assert _make(shop, lan, 5, code).error == "snapshot_differs"


def test_pages_offer_what_can_be_made() -> None:
    suffixes = {form.partition("-")[0] for forms in FORMS.values() for form in forms}
    assert suffixes <= {*SNAPSHOT_FILES, "pptx"}


def test_what_takes_long_is_told_before() -> None:
    small, large, atlas = SheetSpec(_SPEC), SheetSpec(_SPEC, paper="A3"), SheetSpec(_SPEC, kind="atlas")
    assert [is_long(small, form) for form in ("pdf", "png-300")] == [False, False]
    assert [is_long(large, form) for form in ("pdf", "png-150", "png-300")] == [False, False, True]
    assert [is_long(atlas, form) for form in ("pdf", "pptx", "svg")] == [True, True, False]
