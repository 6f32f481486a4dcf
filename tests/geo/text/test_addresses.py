import pytest
from hypothesis import given

from geo.text.addresses import Address, alley_line, has_house_number, parse_address
from tests.strategies import texts


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Hẻm 1678 Phạm Thế Hiển", Address("hẻm", "1678", (), "Phạm Thế Hiển")),
        ("hẽm 1678 phạm thế hiển", Address("hẻm", "1678", (), "phạm thế hiển")),
        ("hem số 690, Nguyễn Duy", Address("hẻm", "690", (), "Nguyễn Duy")),
        ("h.126 Hoài Thanh", Address("hẻm", "126", (), "Hoài Thanh")),
        ("Hẻm 1678/12 Phạm Thế Hiển", Address("hẻm", "1678", ("12",), "Phạm Thế Hiển")),
        ("1678/12/5 Phạm Thế Hiển", Address(None, "1678", ("12", "5"), "Phạm Thế Hiển")),
        ("số 12 Nguyễn Duy", Address(None, "12", (), "Nguyễn Duy")),
        ("17F/2 Bến Bình Đông", Address(None, "17F", ("2",), "Bến Bình Đông")),
        ("180bis Tùng Thiện Vương", Address(None, "180bis", (), "Tùng Thiện Vương")),
        ("180 bis Tùng Thiện Vương", Address(None, "180bis", (), "Tùng Thiện Vương")),
        ("ngõ 3", Address("ngõ", "3", (), None)),
        ("Ngách 3/5", Address("ngách", "3", ("5",), None)),
        ("kiệt 12 Trần Phú", Address("kiệt", "12", (), "Trần Phú")),
        ("xuyệt 7", Address("xẹt", "7", (), None)),
    ],
)
def test_addresses_fall_into_their_parts(text: str, address: Address) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text", ["Cầu Hiệp Ân", "Phường 12", "", "hẻm", "Phạm Thế Hiển", "hẻm Phạm Thế Hiển", "12-14"]
)
def test_anything_else_is_no_address(text: str) -> None:
    assert parse_address(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "1678/12/5 Phạm Thế Hiển",
        "số 12 Nguyễn Duy",
        "nhà số 5",
        "ở số nhà 12/3",
        "17F/2 Bến Bình Đông",
        "SN 12 Nguyễn Duy",
    ],
)
def test_house_numbers_are_seen(text: str) -> None:
    assert has_house_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hẻm 1678 Phạm Thế Hiển",
        "Hẻm 1678/12 Phạm Thế Hiển",
        "Cầu Hiệp Ân",
        "Phường 12",
        "4 hẻm của phường",
        "20 m",
        "12",
        "",
    ],
)
def test_alleys_counts_and_measures_are_no_houses(text: str) -> None:
    assert not has_house_number(text)


@given(texts())
def test_no_text_is_too_much(text: str) -> None:
    address = parse_address(text)
    assert address is None or address.number[0].isdigit()
    assert has_house_number(text) in (True, False)


def test_an_address_in_parts_is_written_in_one_line() -> None:
    assert alley_line("1678", "12/5", "Phạm Thế Hiển") == "Hẻm 1678/12/5 Phạm Thế Hiển"
    assert alley_line("1678", None, None) == "Hẻm 1678"
    assert alley_line(None, None, "Phạm Thế Hiển") == "Phạm Thế Hiển"
    assert alley_line(None, None, None) == ""
