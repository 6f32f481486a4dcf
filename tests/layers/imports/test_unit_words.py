"""The level of a unit by the first words of its name."""

import pytest

from layers.imports.unit_words import find_level


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Phường 6", "ward"),
        ("XÃ Bình Hưng", "ward"),
        ("Thị trấn Gia Lộc", "ward"),
        ("Thị xã Kinh Môn", "district"),
        ("Quận 8", "district"),
        ("Tỉnh Hải Dương", "province"),
        ("Khu phố 3", "neighbourhood"),
        ("Thành phố Hải Dương", None),
        ("Hẻm 1678 Phạm Thế Hiển", None),
        ("Xãng", None),
        ("Phường", None),
        ("", None),
    ],
)
def test_the_first_words_tell_the_level(name: str, level: str | None) -> None:
    assert find_level(name) == level
