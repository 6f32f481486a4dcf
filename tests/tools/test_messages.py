from pathlib import Path

import pytest

from tools import messages
from tools.asked_texts import Asked
from tools.messages import HEADER, PLURALS, find_faults, read_all, update

VI = """
msgid "map.legend"
msgstr "Chú giải"

msgid "map.count"
msgid_plural "map.count"
msgstr[0] "{n} địa bàn"
"""
EN = """
msgid "map.count"
msgid_plural "map.count"
msgstr[0] "{n} place"
msgstr[1] "{n} places"

# Said \\"aloud\\" by screen readers.
msgid "map.legend"
msgstr "Legend"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for language, text in (("vi", VI), ("en", EN)):
        (tmp_path / language).mkdir()
        head = HEADER.format(language=language, plural=PLURALS[language])
        (tmp_path / language / "map.po").write_text(head + text, encoding="utf-8")
    monkeypatch.setattr(messages, "FOLDER", tmp_path)
    return tmp_path


def asking(*keys: str) -> Asked:
    return Asked(needed=set(keys))


@pytest.mark.usefixtures("folder")
def test_faults_are_told_by_language() -> None:
    faults = list(find_faults(read_all(), asking("map.legend", "map.zoom")))
    assert faults == [
        "vi: map.zoom is asked for and not there (a code table)",
        "vi: map.count is never asked for",
        "vi: map.po is not sorted by key",
        "en: map.zoom is asked for and not there (a code table)",
        "en: map.count is never asked for",
    ]


@pytest.mark.usefixtures("folder")
def test_an_update_adds_sorts_and_keeps_every_text() -> None:
    before = read_all()
    assert update(read_all(), asking("map.legend", "map.count", "map.zoom")) == 2
    after = read_all()
    for language, topics in before.items():
        kept = after[language]["map"].messages
        assert list(kept) == ["map.count", "map.legend", "map.zoom"]
        assert all(kept[key].string == message.string for key, message in topics["map"].messages.items())
    faults = list(find_faults(after, asking("map.legend", "map.count", "map.zoom")))
    assert faults == ["vi: map.zoom is empty", "en: map.zoom is empty"]


def test_a_second_update_changes_nothing(folder: Path) -> None:
    asked = asking("map.legend", "map.count")
    update(read_all(), asked)
    first = (folder / "en" / "map.po").read_bytes()
    update(read_all(), asked)
    assert (folder / "en" / "map.po").read_bytes() == first
