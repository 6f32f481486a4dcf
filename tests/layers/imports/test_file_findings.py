"""What the first records of a file tell of all: encodings, columns that hold anything, signs of numbers and days."""

import numpy as np
import shapely

from geo.text.legacy import encode
from layers.files.sources import SourceRecord
from layers.imports.column_conventions import Convention
from layers.imports.file_findings import Wish, find_conventions, find_encodings, take_sample
from layers.imports.import_layers import TARGETS

_NAMES = ("Phạm Thế Hiển", "Dương Bá Trạc", "Nguyễn Duy", "Hưng Phú")


def test_the_first_records_tell_how_all_are_read() -> None:
    records = [
        SourceRecord(
            nth,
            shapely.Point(nth, 2 * nth).wkb,
            {"T": encode(name, "vni"), "D": f"{12 + nth}/02/2012", "S": "1.250,5", "E": None},
        )
        for nth, name in enumerate(_NAMES, 1)
    ]
    sample = take_sample(records)
    assert sample.filled == {"T", "D", "S"}
    assert np.array_equal(sample.xy, [[1, 2], [2, 4], [3, 6], [4, 8]])
    found = find_encodings(sample, Wish(encodings={"D": "tcvn3"}))
    assert [(found[name].name, found[name].reason) for name in "TDS"] == [
        ("vni", "syllables"),
        ("tcvn3", "given"),
        ("utf-8", "ascii"),
    ]
    assert found["T"].chances == (("vni", 1.0),)
    assert found["D"].chances == (("utf-8", 1.0),)
    mapping = {"name": "T", "valid_from": "D", "position_accuracy_m": "S"}
    assert find_conventions(sample, {}, mapping, TARGETS["hotspots"], Wish()) == {
        "valid_from": Convention("day", "day_first", "shown"),
        "position_accuracy_m": Convention("number", "comma", "shown"),
    }
    wish = Wish(conventions={"valid_from": "month_first"})
    read = find_conventions(sample, {}, mapping, TARGETS["hotspots"], wish)
    assert read["valid_from"] == Convention("day", "month_first", "given")


def test_a_broken_shape_and_an_empty_file_tell_nothing() -> None:
    assert take_sample([SourceRecord(1, b"x", {"A": ""})]).xy.shape == (0, 2)
    assert take_sample([]).texts == {}
