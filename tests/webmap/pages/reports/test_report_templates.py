"""The template of reports: checked before it is in force, and kept for what was submitted in it."""

from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.reports.clerk import (
    PAGE,
    WARD,
    begin,
    enter,
    move,
    send_template,
    template_with,
    words_of,
)
from webmap.render.office.document import own_template


def test_the_office_puts_its_own_template_in_force(
    client: FlaskClient, sign_in: SignIn, add_account: SignIn
) -> None:
    add_account("officer", WARD, name="phường")
    sign_in("admin")
    page = f"{PAGE}/template"
    assert client.get(f"{page}.docx").data == own_template()
    for body, words in (
        (b"x", "không phải tệp Word"),
        (template_with("{{ subject }} {{ sections }} {{ groups }} {{ secret }}"), "secret"),
        (template_with("{{ subject }}"), "groups, sections"),
        (template_with("{{ subject }} {{ sections }} {{ groups }} {% if %}"), "Không điền được"),
        (template_with("{{ subject.__class__.__mro__ }} {{ sections }} {{ groups }}"), "Không điền được"),
    ):
        told = send_template(client, page, body)
        assert (told.status_code, words in told.text) == (422, True), (words, told.text)
    mine = template_with(
        "Mẫu riêng: {{ subject }} {% for one in sections %}{{ one.heading }}{% endfor %} {{ groups[0].title }}"
    )
    assert send_template(client, page, mine).status_code == 303
    assert client.get(f"{page}.docx").data == mine
    enter(client, "phường")
    code = begin(client)
    assert words_of(client.get(f"{PAGE}/{code}.docx").data).startswith("Mẫu riêng: Kết quả")
    post(client, f"{PAGE}/{code}", version="1", results="Ổn định.")
    assert move(client, code, "submit").status_code == 303
    enter(client, "lan")
    assert post(client, page, own="1").status_code == 303
    assert client.get(f"{page}.docx").data == own_template()
    enter(client, "phường")
    assert "Mẫu riêng" in words_of(client.get(f"{PAGE}/{code}.docx").data), (
        "submitted in the template of that time"
    )
