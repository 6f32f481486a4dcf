"""Keeping the lists: bodies and the facts that visits look at."""

import re

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.bodies import add_default_bodies, get_body, list_bodies
from layers.supervision.checklists import add_default_checklist, get_current_checklist
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.recommending import fields_of


@pytest.fixture
def lists(sign_in: SignIn, store: Database) -> None:
    """Fill the lists, and sign an administrator in."""
    with store.write(SYSTEM, "lists.load") as change:
        add_default_bodies(change)
        add_default_checklist(change)
        change.note("organisation", "lists")
    sign_in("admin")


def _body(store: Database, name: str) -> tuple[str, bool] | None:
    with store.read() as connection:
        return next(
            (
                (body.code, body.is_active)
                for body in list_bodies(connection, is_active=None)
                if body.name == name
            ),
            None,
        )


def _form(client: FlaskClient) -> dict[str, str]:
    """Return what a browser would send from the form of the facts as it is shown."""
    page = client.get("/admin/lists/checklist").text
    fields = dict(re.findall(r'<input[^>]*name="((?:items-[^"]*|number))"[^>]*value="([^"]*)"', page))
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="(items-[^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            fields[name[1]] = value[1] if value else ""
    for name, body in re.findall(r'<select[^>]*name="(items-[^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        fields[name] = chosen[1] if chosen else ""
    return fields


def test_bodies_are_added_renamed_and_switched(client: FlaskClient, lists: None, store: Database) -> None:
    assert "Ban công tác Mặt trận khu phố" in client.get("/admin/lists").text
    assert post(client, "/admin/lists/bodies", name="Trạm Y tế phường 6", kind="partner").status_code == 303
    found = _body(store, "Trạm Y tế phường 6")
    assert found is not None
    code, is_active = found
    assert is_active
    path = f"/admin/lists/bodies/{code}"
    assert post(client, f"{path}/name", name="Trạm Y tế Bình Đông", version="1").status_code == 303
    assert _body(store, "Trạm Y tế Bình Đông") == (code, True)
    assert post(client, f"{path}/state", state="off", version="2").status_code == 303
    assert _body(store, "Trạm Y tế Bình Đông") == (code, False)
    assert "Dùng lại" in client.get("/admin/lists").text
    assert post(client, f"{path}/state", state="on", version="3").status_code == 303
    assert _body(store, "Trạm Y tế Bình Đông") == (code, True)


def test_what_is_wrong_with_a_body_is_said(client: FlaskClient, lists: None) -> None:
    for fields in ({}, {"name": "", "kind": "member"}, {"name": "Hội", "kind": "x"}):
        assert post(client, "/admin/lists/bodies", **fields).status_code == 422
    again = post(client, "/admin/lists/bodies", name="Ban công tác Mặt trận khu phố", kind="member")
    assert again.status_code == 422
    assert "field__error" in again.text
    assert post(client, "/admin/lists/bodies/NO/name", name="Hội Nông dân", version="1").status_code == 404
    assert post(client, "/admin/lists/bodies/HOI_ND/name", name="").status_code == 422
    assert post(client, "/admin/lists/bodies/HOI_ND/state").status_code == 422


def test_a_new_version_of_the_facts_keeps_codes_and_gets_a_new_one(
    client: FlaskClient, lists: None, store: Database
) -> None:
    fields = _form(client)
    with store.read() as connection:
        before = get_current_checklist(connection)
    spare = len(before.items)
    fields["items-0-text_vi"] = "Có thấy kim tiêm bỏ lại không?"
    fields["items-1-text_vi"] = fields["items-1-text_en"] = ""
    fields |= {
        f"items-{spare}-text_vi": "Vỉa hè có thông thoáng không?",
        f"items-{spare}-text_en": "Is the pavement free?",
        f"items-{spare}-scale": "yes_no:no",
    }
    assert post(client, "/admin/lists/checklist", **fields).status_code == 303
    with store.read() as connection:
        after = get_current_checklist(connection)
    assert after.number == before.number + 1
    codes = [item.code for item in after.items]
    assert codes == [item.code for n, item in enumerate(before.items) if n != 1] + ["is_the_pavement_free"]
    assert after.items[0].text_vi == "Có thấy kim tiêm bỏ lại không?"
    assert after.items[1:-1] == before.items[2:]
    assert (after.items[-1].scale, after.items[-1].warns_at) == ("yes_no", "no")


def test_two_who_rename_one_body_are_asked(client: FlaskClient, lists: None, store: Database) -> None:
    path = "/admin/lists/bodies/HOI_ND"
    with store.read() as connection:
        was = get_body(connection, "HOI_ND").name
    sent = {"version": "1", "was": was}
    assert post(client, f"{path}/name", name="Hội Nông dân Bình Đông", **sent).status_code == 303
    late = post(client, f"{path}/name", name="Chi hội Nông dân", **sent)
    assert late.status_code == 412
    assert all(name in late.text for name in (was, "Hội Nông dân Bình Đông", "Chi hội Nông dân"))
    assert post(client, f"{path}/name", **fields_of(late.text)).status_code == 422
    chosen = {**fields_of(late.text), "take-name": "mine"}
    assert post(client, f"{path}/name", **chosen).status_code == 303
    with store.read() as connection:
        assert get_body(connection, "HOI_ND").name == "Chi hội Nông dân"
    assert post(client, f"{path}/state", state="off", version="1").status_code == 412
    with store.read() as connection:
        assert get_body(connection, "HOI_ND").is_active


def test_two_who_change_the_facts_lose_nothing(client: FlaskClient, lists: None, store: Database) -> None:
    fields = _form(client)
    with store.read() as connection:
        before = get_current_checklist(connection)
    spare = len(before.items)
    theirs = fields | {
        "items-0-text_vi": "Có thấy kim tiêm bỏ lại không?",
        "items-2-text_vi": "",
        "items-2-text_en": "",
    }
    assert post(client, "/admin/lists/checklist", **theirs).status_code == 303
    added = {
        "text_vi": "Vỉa hè có thông thoáng không?",
        "text_en": "Is the pavement free?",
        "scale": "yes_no:no",
    }
    mine = fields | {"items-0-text_vi": "Có kim tiêm không?"}
    mine |= {f"items-{spare}-{name}": value for name, value in added.items()}
    late = post(client, "/admin/lists/checklist", **mine)
    assert late.status_code == 412
    assert late.text.count('type="radio"') == 2
    chosen = {**fields_of(late.text), f"take-{before.items[0].code}": "theirs"}
    assert post(client, "/admin/lists/checklist", **chosen).status_code == 303
    with store.read() as connection:
        after = get_current_checklist(connection)
    codes = [item.code for n, item in enumerate(before.items) if n != 2] + ["is_the_pavement_free"]
    assert [item.code for item in after.items] == codes
    assert after.items[0].text_vi == "Có thấy kim tiêm bỏ lại không?"
    again = post(client, "/admin/lists/checklist", **fields_of(late.text), **{f"take-{codes[0]}": "both"})
    assert again.status_code == 422


def test_what_is_wrong_with_the_facts_is_said_and_kept(client: FlaskClient, lists: None) -> None:
    fields = _form(client)
    assert post(client, "/admin/lists/checklist").status_code == 422
    no_scale = fields | {"items-0-scale": "", "items-0-text_vi": "Có gì lạ không?"}
    answer = post(client, "/admin/lists/checklist", **no_scale)
    assert answer.status_code == 422
    assert "Có gì lạ không?" in answer.text
    named = fields | {"items-0-text_vi": "Ông Nguyễn Văn An có ở đây không?"}
    assert post(client, "/admin/lists/checklist", **named).status_code == 422
    nothing = {name: "" if "text" in name else value for name, value in fields.items()}
    assert post(client, "/admin/lists/checklist", **nothing).status_code == 422
