"""Two administrators changed one list: what of a body and of the facts is compared, and how it is told."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for

from layers.supervision.bodies import Body
from layers.supervision.checklists import Checklist, Item
from webmap.http.conflicts import About, Dispute, Pairs, State, Telling, tell_value
from webmap.http.i18n import t, translator

Items = Mapping[str, Item]
"""Facts by their codes, in the order of the form."""


def dispute_about_name(body: Body, name: str, was: str | None, versions: tuple[int, int]) -> Dispute:
    """Return the dispute about the name of a body.

    Parameters
    ----------
    body
        As it is now.
    name
        What the sender wants it to be called.
    was
        What it was called when both began.
    versions
        From which both started, and the one that is there now.
    """
    base, mine, theirs = ({"name": called} for called in (was, name, body.name))

    def carry(yielding: Collection[str], version: int) -> Pairs:
        is_now = version == versions[1]
        sent = {"name": body.name if yielding else name, "was": body.name if is_now else was or ""}
        return [*sent.items(), ("version", str(version))]

    lists = url_for("lists.show")
    about = About("organisation", body.code, body.name, lists, lists)
    telling = Telling(lambda _name: t("admin.bodies.name"), lambda _name, value: tell_value(value))
    return Dispute(about, versions, base, mine, theirs, telling, carry, frozenset({"version"}))


def dispute_about_facts(base: Checklist, mine: Sequence[Item], theirs: Checklist) -> Dispute:
    """Return the dispute about the facts that visits look at: each of them is one field."""
    before, own, other = (by_code(items) for items in (base.items, mine, theirs.items))
    codes = tuple(dict.fromkeys((*other, *own, *before)))
    was, wanted, now = (_state(items, codes) for items in (before, own, other))

    def carry(yielding: Collection[str], version: int) -> Pairs:
        return [("number", str(version)), *_sent(taking(own, other, yielding))]

    about = About(
        "checklist", str(theirs.number), t("admin.checklist.title"), url_for("lists.show"),
        url_for("lists.show_checklist"),
    )  # fmt: skip
    telling = Telling(lambda code: _question(own.get(code) or other.get(code) or before[code]), _words)
    versions = (base.number, theirs.number)
    return Dispute(about, versions, was, wanted, now, telling, carry, frozenset({"number"}))


def by_code(items: Sequence[Item]) -> Items:
    """Return facts by their codes."""
    return {item.code: item for item in items}


def taking(mine: Items, theirs: Items, yielding: Collection[str]) -> Items:
    """Return what is to be in use where in some facts the other side stands; its order comes first."""
    left = [code for code in theirs if code in (theirs if code in yielding else mine)]
    added = [code for code in mine if code not in theirs and code not in yielding]
    return {code: theirs[code] if code in yielding else mine[code] for code in (*left, *added)}


def _state(items: Items, codes: Collection[str]) -> State:
    return {code: items.get(code) for code in codes}


def _sent(items: Items) -> Pairs:
    pairs: list[tuple[str, str]] = []
    for number, item in enumerate(items.values()):
        told = {
            "code": item.code,
            "text_vi": item.text_vi,
            "text_en": item.text_en,
            "scale": f"{item.scale}:{item.warns_at or ''}",
        }
        pairs += [(f"items-{number}-{name}", value) for name, value in told.items()]
    return pairs


def _question(item: Item) -> str:
    return item.text_en if translator().locale == "en" else item.text_vi


def _words(_code: str, item: Item | None) -> str:
    if item is None:
        return t("admin.checklist.left_out")
    answers = " – ".join(t(f"codes.scale.{item.scale}.{answer}") for answer in item.answers)
    if item.warns_at:
        answers = t(
            "admin.checklist.warns", scale=answers, answer=t(f"codes.scale.{item.scale}.{item.warns_at}")
        )
    return f"{item.text_vi} / {item.text_en} ({answers})"
