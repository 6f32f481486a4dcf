import pytest
from hypothesis import given

from geo.text.names import to_nfc
from geo.text.persons import find_person_names
from tests.strategies import texts

NAMED = [
    ("anh Tuấn hay đứng đầu hẻm", ["Tuấn"]),
    ("Ông Nguyễn Văn A và bà Trần Thị Bé Bảy", ["Nguyễn Văn A", "Trần Thị Bé Bảy"]),
    ("gặp chị Nguyễn Thị Lan tại Hẻm 690 Nguyễn Duy", ["Nguyễn Thị Lan"]),
    ("em Hùng, cháu Ngọc Anh, chú Ba Đen", ["Hùng", "Ngọc Anh", "Ba Đen"]),
    ("đối tượng Lê Văn Tèo", ["Lê Văn Tèo"]),
    ("đối tượng tên Cường", ["Cường"]),
    ("tên là Tuấn", ["Tuấn"]),
    ("nghi can: Phan Thanh Bình", ["Phan Thanh Bình"]),
    ("Nguyễn Văn A thường xuyên tụ tập", ["Nguyễn Văn A"]),
    ("theo lời Trần Minh Khoa", ["Trần Minh Khoa"]),
    ("NGUYỄN VĂN BA", ["NGUYỄN VĂN BA"]),
    ("nguyễn văn tuấn hay đến", ["nguyễn văn tuấn"]),
    ("Nguyen Van Tuan", ["Nguyen Van Tuan"]),
    ("nguyen thi hoa ban hang", ["nguyen thi hoa"]),
    ("Ðặng Hùng", ["Ðặng Hùng"]),
    ("chủ quán Lê Thị Hoa", ["Lê Thị Hoa"]),
    ("gia đình Phạm Văn Long", ["Phạm Văn Long"]),
    ("nhà của Đặng Hùng", ["Đặng Hùng"]),
    ("Hoàng Văn Thái Sơn", ["Hoàng Văn Thái Sơn"]),
    ("Nguyễn Quốc Việt Anh", ["Nguyễn Quốc Việt Anh"]),
    ("Nguyễn Công An", ["Nguyễn Công An"]),
    ("Trần-Văn-Bình", ["Trần-Văn-Bình"]),
    ("ông Nguyễn Duy", ["Nguyễn Duy"]),  # with a title, a street's name is a person's
    ("Nguyễn Duy Khánh", ["Nguyễn Duy Khánh"]),
    ("1. Trần Văn B", ["Trần Văn B"]),
    ("năm 2012 Nguyễn Văn A bị bắt", ["Nguyễn Văn A"]),
    ("đ/c Lê Minh (Phường 6)", ["Lê Minh"]),
    ("Lê Thị Hồng Gấm Phường 6", ["Lê Thị Hồng Gấm"]),
    ("hẻm 690 Nguyễn Duy và Trần Văn Tuấn", ["Trần Văn Tuấn"]),
    ("đường Phạm Thế Hiển, anh Dũng", ["Dũng"]),
    ("0903123456, Trần Văn Bình", ["Trần Văn Bình"]),
    ("0903123456 Trần Văn Bình", ["Trần Văn Bình"]),
    ("SN 1985 Trần Văn Bình", ["Trần Văn Bình"]),
    ("ngày 08/02/2012 Trần Văn Bình", ["Trần Văn Bình"]),
    ("59-X1 123.45 Trần Văn Bình", ["Trần Văn Bình"]),
    ("tổ 12, chị Lan", ["Lan"]),
]

PLACES = [
    "Hẻm 1678 Phạm Thế Hiển",
    "hẻm 690 Nguyễn Duy, Phường 12",
    "Hẻm 126 Hoài Thanh",
    "Cầu Hiệp Ân",
    "đường Nguyễn Văn Tạo",
    "Đ. Nguyễn Văn Tạo",
    "phố Trần Văn Mười",
    "cầu Nguyễn Tri Phương",
    "chợ Phạm Thế Hiển",
    "Phường Nguyễn Thái Bình",
    "P. Nguyễn Cư Trinh",
    "690 Nguyễn Văn Tạo",
    "hẻm 690, Nguyễn Văn Tạo",
    "số 2012 Nguyễn Văn Tạo",
    "1678/12 Phạm Văn Sáng",
    "Phạm Thế Hiển",
    "Nguyễn Duy",
    "Hoài Thanh",
    "NGUYỄN VĂN LINH",
    "nguyễn văn linh",
    "đường Phạm Thế Hiển - Nguyễn Văn Tạo",
    "góc Phạm Thế Hiển và Trần Văn Mười",
    "Trường THCS Lê Văn Sáu",
    "trường tiểu học Nguyễn Văn Trực",
    "trường mầm non Trần Thị Mười",
    "công viên Lê Thị Riêng",
    "ngã tư Trần Văn Giáp",
    "đường mang tên Trần Văn Giáp",
    "tên đường, tên Hẻm, tên Phường",
    "Mặt trận Tổ quốc Việt Nam",
    "Ủy ban Mặt trận Tổ quốc Quận 8",
    "Công an Phường 6, Công ty Lê Thành",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "Đoàn Thanh Niên",
    "Hội Phụ nữ, Hội Cựu chiến binh, Hội Nông dân",
    "chị Hội trưởng, bà Chủ tịch",
    "Thành phố Hồ Chí Minh, TP. Hồ Chí Minh",
    "Bác Hồ, Chủ tịch Hồ Chí Minh",
    "Hà Nội, Cao Bằng, Thái Bình, Hải Dương, Lâm Đồng",
    "Xã Nam Hà Lâm Hà",
    "Bà Rịa-Vũng Tàu",
    "chợ Bà Chiểu, Cầu Ông Lãnh, đường Cô Giang",
    "đường Hai Bà Trưng",
    "Rạch Ông, Xóm Củi, Chánh Hưng, Phú Định, Bình Đông",
    "trẻ em Phường 6, anh em, chị em phụ nữ, ông bà",
    "bà con Khu phố 4",
    "ÔNG BÀ, CÔ BÁC PHƯỜNG 6",
    "đối tượng cần quan tâm",
    "anh T",
    "tiếng Anh",
    "tên GIS",
    "giao lưu văn hoá văn nghệ, khiêu vũ văn nghệ",
    "thị trấn, thị xã",
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_names_of_people_are_found(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in find_person_names(text)] == names


@pytest.mark.parametrize("text", PLACES)
def test_places_and_organisations_pass(text: str) -> None:
    assert [text[start:end] for start, end in find_person_names(text)] == []


@given(texts().map(to_nfc))
def test_findings_lie_in_the_text_one_after_the_other(text: str) -> None:
    last = 0
    for start, end in find_person_names(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end
