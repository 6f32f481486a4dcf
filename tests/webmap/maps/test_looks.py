"""Looks of layers: every collection and export has one, every feature has one entry of it, none looks like another."""

from datetime import date

import pytest

from layers.exports.export_layers import LAYERS
from layers.exports.export_rows import SHAPES as SHAPES_OF
from layers.store.catalog import COLLECTIONS
from layers.supervision.recommendation_steps import STATES as RECOMMENDATION_STATES
from layers.supervision.visit_drafts import RESULTS, STATES
from layers.travel.landmarks import KINDS
from webmap.maps.looks import LOOKS, Entry
from webmap.maps.symbols import DRAWN_STATES, Pen, Symbol
from webmap.texts import Translator

DAY = date(2026, 11, 22)


def test_every_collection_and_every_export_has_a_look_in_all_of_its_shapes() -> None:
    assert set(LOOKS) == set(COLLECTIONS) | set(LAYERS)
    for name, collection in COLLECTIONS.items():
        assert set(LOOKS[name].shapes) == {SHAPES_OF[kind] for kind in collection.geometry_types}
        fields = {one.name for one in collection.properties}
        assert fields >= set(LOOKS[name].codes)
        assert fields >= {name for entry in LOOKS[name].entries for name in entry.wants}
        assert LOOKS[name].is_held == ("valid_from" in fields)
    for name, layer in LAYERS.items():
        assert set(LOOKS[name].shapes) >= set(layer.shapes)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_entry_and_every_code_has_a_text(locale: str) -> None:
    text = Translator(locale, is_strict=True).text
    for look in LOOKS.values():
        told = [text(entry.text) for entry in look.entries]
        assert len(set(told)) == len(told)
        assert all(text(f"{topic}.{code}") for topic, codes in look.codes.values() for code in codes)


def test_every_feature_has_its_entry() -> None:
    def found(layer: str, **values: str | None) -> str | None:
        entry = LOOKS[layer].find_entry({"day": "2026-11-22", "result": None, **values}, DAY)
        return entry.code if entry else None

    assert [found("visits", state="made", result=result) for result in RESULTS] == list(RESULTS)
    # What was found on a visit that was withdrawn counts no more.
    assert {found("visits", state="cancelled", result=result) for result in (None, *RESULTS)} == {"cancelled"}
    assert found("visits", state="planned") == "planned"
    assert found("visits", state="planned", day="2026-11-21") == "overdue"
    assert all(found("visits", state=state, result="same") for state in STATES)
    assert [found("hotspots", status=state) for state in DRAWN_STATES] == list(DRAWN_STATES)
    assert found("hotspots", status="TRUNG") is None
    assert [found("recommendations", state=state) for state in RECOMMENDATION_STATES] == list(
        RECOMMENDATION_STATES
    )
    assert {found("crossings", kind=kind) for kind in KINDS} == set(KINDS)


def test_no_two_entries_look_alike_without_their_colour() -> None:
    def grey(entry: Entry) -> tuple[object, ...]:
        look = entry.symbol
        return (look.sign, look.line) if isinstance(look, Symbol) else (look.width, look.dashes)

    for name in set(LOOKS) - {"crossings"}:  # water and bridges run across each other
        told = [grey(entry) for entry in LOOKS[name].entries]
        assert len(set(told)) == len(told), name


def test_only_what_is_told_by_one_property_is_told_by_its_column() -> None:
    assert {name: look.column for name, look in LOOKS.items()} == {
        "hotspots": "status", "boundaries": "level", "visits": "", "recommendations": "state", "crossings": "kind",
    }  # fmt: skip
    assert not any(isinstance(entry.symbol, Pen) for entry in LOOKS["visits"].entries)
