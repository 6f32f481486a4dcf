import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import PersonalData
from geo.text.names import to_nfc
from geo.text.privacy import find_personal_data, require_impersonal, require_official
from tests.geo.quan8 import HOTSPOTS, JANUARY_2025, JULY_2025, TO_2024
from tests.strategies import texts

PHONES = [
    "0903123456", "0903 123 456", "0903.123.456", "0903-123-456", "090 312 3456", "09 0312 3456",
    "0 903 123 456", "+84903123456", "+84 903.123.456", "+84 (0) 903 123 456", "+84(0)903123456",
    "(+84) 903 123 456", "84903123456", "84 903 123 456", "0084903123456", "(028) 3850-1234",
    "028 3850 1234", "02838501234", "(08) 3850 1234", "0165 123 4567", "O9O3 123 456", "o9o3123456",
    "0903\u00a0123\u00a0456", "0903\u2013123\u2013456",
]  # fmt: skip
IDS = [
    "123456789", "012345678", "079085001234", "079 085 001 234", "079.085.001.234", "0790 8500 1234",
    "123 456 789", "123.456.789", "123-456-789", "023 456 789",
]  # fmt: skip
PLATES = [
    "59-X1 123.45", "59X1-123.45", "59X1 12345", "59X112345", "59 X1 123.45", "51F-123.45", "51F12345",
    "51F 123.45", "59-P1 1234", "30A-1234", "59x1-123.45", "50LD-123.45", "59-X1\u2013123.45",
]  # fmt: skip
BIRTHS = [
    "SN 1985", "sn1985", "SN: 1985", "(SN 1985)", "S.N. 1985", "sinh năm 1985", "Sinh năm: 1985",
    "sinh năm 85", "năm sinh 1990", "sinh 1985", "sinh ngày 12/3/1985", "ngày sinh: 12-03-85",
]  # fmt: skip

IMPERSONAL = [
    "Kế hoạch số 09/KH-UBMT-BTT ngày 08/02/2012",
    "Nghị quyết 1278/NQ-UBTVQH15, QĐ 28/2025/QĐ-TTg, Luật 91/2025/QH15, 1044/KH-UBND",
    "ngày 08/02/2012 lúc 09h30, 08.02.2012 09:30, 08-02-2012, 2012-02-08, 1/7/2025",
    "10.743120, 106.660120",
    "106.660123 10.743120",
    "E 599336.076 N 1187847.030",
    "599336.076 1187847.030",
    "592785 1183403",
    "0.912345678",
    "1.500.000 đồng, 123.456.789 đồng, 190.707.000.000 đồng, 25 000 000 đ, 123 456 789 đồng",
    "kinh phí: 123.456.789",
    "190.707 người, 4.663 km2, 20 m2, diện tích 30m2 1500 hộ",
    "12.345,67 m2",
    "Hẻm 1678/12, hẻm 1678/12/5, hẻm 126-690-512",
    "các năm 2012 2013 2014",
    "năm 2012 12345 lượt",
    "DB00001, 27418@2025-07-01, EPSG:9210",
    "550e8400-e29b-41d4-a716-446655440000",
    "từ 18:00 đến 22:00, 12h30",
    "gọi 113, 114, 111 hoặc 1800 1567",
    "học sinh năm 2012, vệ sinh năm 2012, phát sinh năm 2024, hy sinh năm 1968",
    "SN 12, sn 1678",
    "khu phố 4, tổ 12, Phường 6, P.12, Q.8",
    "từ 12 15 18 đến 20",
    "tỷ lệ 1:25000, kinh tuyến 105°45', 12.5%",
]


def _kinds(text: str) -> set[str]:
    return {finding.kind for finding in find_personal_data(text)}


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        *[("phone", number) for number in PHONES],
        *[("id_number", number) for number in IDS],
        *[("plate", number) for number in PLATES],
        *[("birth_year", number) for number in BIRTHS],
    ],
)
@pytest.mark.parametrize(
    "frame", ["{}", "liên hệ {}.", "({})", "hẻm 12, {}, ban đêm", "ngày 08/02/2012 {}", "số:{}\n"]
)
def test_numbers_that_lead_to_a_person_are_found(kind: str, number: str, frame: str) -> None:
    text = frame.format(number)
    (finding,) = find_personal_data(text)
    assert finding.kind == kind
    found = text[finding.start : finding.end]
    assert found.strip("()+") in number or number.strip("()") in found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CCCD số 079085001234", "079085001234"),
        ("CMND: 023.456.789", "023.456.789"),
        ("căn cước công dân 0790 8500 1234", "0790 8500 1234"),
        ("hộ chiếu số B1234567", "B1234567"),
        ("biển số 59 X1 123 45", "59 X1 123 45"),
        ("BKS: 51F-123.45", "51F-123.45"),
    ],
)
def test_labels_lead_to_numbers(text: str, found: str) -> None:
    (finding,) = find_personal_data(text)
    assert text[finding.start : finding.end] == found


def test_several_findings_come_in_the_order_of_the_text() -> None:
    text = "Anh Tuấn SN 1985, 0903123456,0912345678, CMND 023456789, xe 59-X1 123.45, chị Lan"
    kinds = ["person_name", "birth_year", "phone", "phone", "id_number", "plate", "person_name"]
    assert [finding.kind for finding in find_personal_data(text)] == kinds


@pytest.mark.parametrize("text", IMPERSONAL)
def test_documents_dates_places_and_sums_pass(text: str) -> None:
    assert find_personal_data(text) == ()


def test_every_name_in_the_default_data_passes() -> None:
    for name in (*HOTSPOTS, *TO_2024, *JANUARY_2025, *JULY_2025):
        assert find_personal_data(name) == ()
        assert find_personal_data(name.removeprefix("Phường ").removeprefix("Xã ")) == ()


def test_offsets_count_in_the_nfc_text() -> None:
    typed = unicodedata.normalize("NFD", "Hẻm 690 Nguyễn Duy: gặp anh Tuấn\0")
    (finding,) = find_personal_data(typed)
    stored = to_nfc(typed)
    assert stored[finding.start : finding.end] == "Tuấn"


def test_impersonal_text_is_returned_as_it_is_stored() -> None:
    typed = unicodedata.normalize("NFD", "Hẻm 1678 Phạm Thế Hiển, vị trí gần đúng")
    assert require_impersonal(typed, field="note") == unicodedata.normalize("NFC", typed)
    assert require_impersonal("", field="note") == ""


def test_an_official_name_may_remember_a_person_but_lead_to_nobody() -> None:
    decomposed = unicodedata.normalize("NFD", "Phường Nguyễn Văn Trỗi")
    assert require_official(decomposed, field="name") == "Phường Nguyễn Văn Trỗi"
    with pytest.raises(PersonalData) as caught:
        require_official("Phường Nguyễn Văn Trỗi, 079123456789 và 0903 123 456", field="name")
    assert (caught.value.facts["kind"], caught.value.facts["start"]) == ("id_number", 24)


def test_personal_text_is_refused_without_repeating_it() -> None:
    with pytest.raises(PersonalData) as caught:
        require_impersonal("gặp anh Tuấn, 0903123456", field="note")
    assert caught.value.code == "personal_data"
    assert caught.value.facts == {"field": "note", "kind": "person_name", "start": 8, "end": 12}
    assert "Tuấn" not in str(caught.value)


@given(texts())
def test_findings_lie_inside_the_text_without_overlaps(text: str) -> None:
    stored = to_nfc(text)
    last = 0
    for finding in find_personal_data(text):
        assert last <= finding.start < finding.end <= len(stored)
        last = finding.end


@given(
    st.sampled_from(["03", "05", "07", "08", "09"]),
    st.integers(0, 99_999_999),
    st.sampled_from(["", " ", ".", "-"]),
)
def test_every_mobile_number_is_found(start: str, rest: int, separator: str) -> None:
    digits = f"{start}{rest:08d}"
    assert _kinds(f"{digits[:4]}{separator}{digits[4:7]}{separator}{digits[7:]}") == {"phone"}


@given(st.integers(1, 96), st.integers(0, 999_999_999), st.sampled_from(["", " ", "."]))
def test_every_citizen_number_is_found(province: int, rest: int, separator: str) -> None:
    digits = f"{province:03d}{rest:09d}"
    assert _kinds(separator.join(digits[i : i + 3] for i in range(0, 12, 3))) == {"id_number"}


@given(st.integers(10_000, 999_999_999_999), st.sampled_from(["đồng", "đ", "VNĐ", "người"]))
def test_no_sum_or_count_is_taken_for_a_number_of_a_person(amount: int, unit: str) -> None:
    assert find_personal_data(f"{amount:,} {unit}".replace(",", ".")) == ()


def test_long_texts_take_no_longer_than_their_length() -> None:
    for pattern in (
        "0 ",
        "1.2",
        "Nguyễn ",
        "anh ",
        "123 ",
        "(",
        "sinh ",
        "84-",
        "59-",
        "Hồ ",
        "hẻm Lê Lai x ",
    ):
        assert isinstance(find_personal_data(pattern * 5000), tuple)
