import pytest

from geo.errors import AppError, InvalidGeometry, NoRoute, PersonalData, UnknownCrs


@pytest.mark.parametrize("kind", [InvalidGeometry, NoRoute, PersonalData, UnknownCrs])
def test_an_error_is_a_code_and_its_facts(kind: type[AppError]) -> None:
    error = kind("too_small", unit="m2", minimum=200)
    assert isinstance(error, AppError)
    assert error.code == "too_small"
    assert error.facts == {"unit": "m2", "minimum": 200}
    assert str(error) == "too_small(minimum=200, unit='m2')"
