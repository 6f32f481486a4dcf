"""Makes blank slips of visits: what the form on the screen asks, on an A5 to be filled in by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import segno

from layers.supervision.bodies import Body
from layers.supervision.checklists import Checklist, Item
from layers.supervision.visit_drafts import FORMS, RESULTS
from webmap.render.paper.typesetting import typeset
from webmap.texts import Translator

PAPERS: Final = ("A4", "A5")

_LINES: Final = 5
_QR_MARGIN: Final = 1


@dataclass(frozen=True)
class SlipPlace:
    """The place of a slip.

    Attributes
    ----------
    code, name, wards, status
        As the place's card tells them; status is None where none is on record.
    url
        Address of the form on the screen, for whoever types the slip in; empty where none is known.
    """

    code: str
    name: str
    wards: tuple[str, ...]
    status: str | None
    url: str = ""


@dataclass(frozen=True)
class SlipAsked:
    """What slips ask: the list of a visit, the bodies that may join one, and what the foot says."""

    checklist: Checklist
    bodies: Sequence[Body]
    foot: str
    demo: str = ""


def make_slips(
    places: Iterable[SlipPlace], asked: SlipAsked, translator: Translator, *, paper: str = "A5"
) -> bytes:
    """Return a PDF with a slip for each place: each on an A5, or two on an A4 with a line to cut along."""
    data = {
        "lang": translator.locale,
        "title": translator.text("sheets.slip.title"),
        "paper": paper,
        "demo": asked.demo,
        "foot": asked.foot,
        "page": translator.text("sheets.page", page="{page}", pages="{pages}"),
        "slips": tell_slips(places, asked, translator),
    }
    return typeset("visit_slip", data)


def tell_slips(places: Iterable[SlipPlace], asked: SlipAsked, translator: Translator) -> list[dict[str, Any]]:
    """Return what the template of slips reads, one for each place."""
    shared = _tell_asked(asked, translator)
    return [{**shared, **_tell_place(place, asked, translator)} for place in places]


def draw_qr(address: str) -> str:
    """Return a QR code as SVG, the same for the same address; nothing for none."""
    if not address:
        return ""
    return str(segno.make(address, error="m").svg_inline(border=_QR_MARGIN, omitsize=True))


def _tell_place(place: SlipPlace, asked: SlipAsked, translator: Translator) -> dict[str, Any]:
    t = translator.text
    status = t(f"codes.status.{place.status}") if place.status else t("sheets.no_status")
    return {
        "name": place.name,
        "facts": [" · ".join([place.code, *place.wards]), t("sheets.slip.status", status=status)],
        "qr": draw_qr(place.url),
        "qr_words": t("sheets.slip.qr", code=place.code),
        "foot": " · ".join(part for part in (place.code, asked.foot) if part),
    }


def _tell_asked(asked: SlipAsked, translator: Translator) -> dict[str, Any]:
    t = translator.text
    labels = ("day", "time", "heads", "form", "units", "result", "note", "note_hint", "next")
    return {
        "heading": t("sheets.slip.title"),
        "words": {name: t(f"sheets.slip.{name}") for name in labels},
        "forms": [t(f"codes.visit_form.{code}") for code in FORMS],
        "units": [body.name for body in asked.bodies],
        "questions": [_tell_item(item, translator) for item in asked.checklist.items],
        "results": [t(f"codes.visit_result.{code}") for code in RESULTS],
        "lines": _LINES,
    }


def _tell_item(item: Item, translator: Translator) -> dict[str, Any]:
    question = item.text_en if translator.locale == "en" else item.text_vi
    answers = [translator.text(f"codes.scale.{item.scale}.{answer}") for answer in item.answers]
    return {"question": question, "answers": answers}
