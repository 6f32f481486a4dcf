"""Facts that two administrators changed: whose stand, in which order, and how each is told."""

from dataclasses import replace

import pytest
from flask import Flask

from layers.supervision.bodies import Body
from layers.supervision.checklists import Checklist, Item
from webmap.pages.admin.list_conflicts import by_code, dispute_about_facts, dispute_about_name, taking

_LIGHT = Item("light", "Đèn có sáng không?", "Is there light?", "yes_no", "no")
_CAMERA = Item("camera", "Camera có chạy không?", "Does the camera work?", "yes_no")
_NEEDLES = Item("needles", "Có kim tiêm không?", "Any needles?", "none_few_many", "few")
_MINE = by_code([replace(_LIGHT, text_vi="Đèn sáng?"), _NEEDLES])
_THEIRS = by_code([_CAMERA, _LIGHT])


@pytest.mark.parametrize(
    ("yielding", "codes"),
    [
        ((), ["light", "needles"]),
        (("camera",), ["camera", "light", "needles"]),
        (("needles", "light"), ["light"]),
    ],
)
def test_facts_are_taken_from_the_side_that_was_chosen(yielding: tuple[str, ...], codes: list[str]) -> None:
    found = taking(_MINE, _THEIRS, yielding)
    assert list(found) == codes
    assert found["light"].text_vi == ("Đèn có sáng không?" if "light" in yielding else "Đèn sáng?")


def test_each_fact_is_one_field(app: Flask) -> None:
    base, theirs = (
        Checklist(1, 3, (_LIGHT, _CAMERA)),
        Checklist(2, 4, (_CAMERA, replace(_LIGHT, warns_at=None))),
    )
    with app.test_request_context("/"):
        dispute = dispute_about_facts(base, list(_MINE.values()), theirs)
        words = dispute.telling.words("camera", None), dispute.telling.words("light", _LIGHT)
        labels = [dispute.telling.label(code) for code in dispute.base]
    assert list(dispute.base) == ["camera", "light", "needles"]
    assert (dispute.mine["camera"], dispute.base["needles"]) == (None, None)
    assert words[0] == "(không có trong danh mục)"
    assert words[1].startswith("Đèn có sáng không? / Is there light? (")
    assert labels == ["Camera có chạy không?", "Đèn sáng?", "Có kim tiêm không?"]
    sent = dict(dispute.carry(("camera",), 4))
    assert (sent["number"], sent["items-0-code"], sent["items-1-scale"]) == ("4", "camera", "yes_no:no")


def test_the_name_of_a_body_goes_with_the_one_before(app: Flask) -> None:
    body = Body(1, "HOI_ND", "Hội Nông dân Bình Đông", "member", is_active=True, version=2)
    with app.test_request_context("/"):
        dispute = dispute_about_name(body, "Chi hội", "Hội Nông dân", (1, 2))
    late, now = dict(dispute.carry((), 1)), dict(dispute.carry(("name",), 2))
    assert late == {"name": "Chi hội", "was": "Hội Nông dân", "version": "1"}
    assert now == {"name": body.name, "was": body.name, "version": "2"}
