"""The words of the demo would pass the check that real texts pass."""

import pytest

from geo.text.names import to_nfc
from geo.text.privacy import find_personal_data
from layers.demo import wording


def texts() -> list[str]:
    found = []
    for name, value in vars(wording).items():
        if name.isupper():
            values = value.values() if isinstance(value, dict) else value
            rows = [values] if isinstance(values, str) else list(values)
            found += [row if isinstance(row, str) else row[1] for row in rows]
    return found


@pytest.mark.parametrize("text", texts())
def test_a_text_tells_of_nobody(text: str) -> None:
    assert not find_personal_data(text)
    assert to_nfc(text) == text
