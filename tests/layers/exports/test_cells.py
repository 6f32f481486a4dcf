"""Cells of spreadsheets: no text of ours runs as a formula."""

from layers.exports.cells import harmless


def test_what_a_spreadsheet_would_run_is_marked_as_text() -> None:
    assert [harmless(value) for value in ("=1+1", "+84", "-x", "@a", "\tq")] == [
        "'=1+1",
        "'+84",
        "'-x",
        "'@a",
        "'\tq",
    ]
    assert [harmless(value) for value in ("Hẻm 1-2", -5, None, 1.5)] == ["Hẻm 1-2", -5, None, 1.5]
