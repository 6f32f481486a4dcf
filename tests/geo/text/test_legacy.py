import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.text.legacy import ENCODINGS, decode, detect, encode, find_unwritable
from geo.text.syllables import LETTERS
from tests.boundary_files import MESSY, read_texts
from tests.strategies import texts

VECTORS = (
    (
        "Hẻm 1678 Phạm Thế Hiển",
        "HÎm 1678 Ph¹m ThÕ HiÓn",
        "Heûm 1678 Phaïm Theá Hieån",
        "HeÒm 1678 Phaòm Thêì HiêÒn",
    ),
    ("Cầu Hiệp Ân", "CÇu HiÖp ¢n", "Caàu Hieäp AÂn", "CâÌu Hiêòp Ân"),
    ("Phường Bình Đông", "Ph\xadêng B×nh §«ng", "Phöôøng Bình Ñoâng", "PhýõÌng BiÌnh Ðông"),
    ("Phường Chánh Hưng", "Ph\xadêng Ch¸nh H\xadng", "Phöôøng Chaùnh Höng", "PhýõÌng Chánh Hýng"),
    ("Phường Phú Định", "Ph\xadêng Phó §Þnh", "Phöôøng Phuù Ñònh", "PhýõÌng Phú Ðiònh"),
    ("Ứng Hoà", "øng Hoµ", "ÖÙng Hoaø", "Ýìng Hoà"),
    (
        "ỦY BAN MẶT TRẬN TỔ QUỐC",
        "ñY BAN MÆT TRËN Tæ QUèC",
        "UÛY BAN MAËT TRAÄN TOÅ QUOÁC",
        "UÒY BAN MÃòT TRÂòN TÔÒ QUÔìC",
    ),
)
"""Names as Unicode, TCVN3, VNI and CP1258 have them."""

WARDS = (
    "Phường Chánh Hưng", "Phường Phú Định", "Phường Bình Đông", "Phường Bình Phú", "Xã Tân Nhựt", "Xã Bình Hưng",
    "Rạch Ông", "Hưng Phú", "Xóm Củi", "Phường Bến Nghé", "Thủ Đức", "Gò Vấp", "Tân Phú", "Cần Giờ", "Hóc Môn",
    "Đắk Nông", "Krông Búk", "Ea Súp", "Vũng Tàu", "Bạc Liêu", "Sóc Trăng", "Quỳnh Lưu", "Thuỷ Nguyên", "Kiến Thuỵ",
)  # fmt: skip

old_encodings = st.sampled_from([name for name in ENCODINGS if name != "utf-8"])
letters = st.text(st.sampled_from(sorted(LETTERS) + list(" 0123456789.,-/")), max_size=30)


@pytest.mark.parametrize(("name", "tcvn3", "vni", "cp1258"), VECTORS)
def test_names_of_old_files_are_read_and_written(name: str, tcvn3: str, vni: str, cp1258: str) -> None:
    assert decode(tcvn3, "tcvn3") == decode(vni, "vni") == decode(cp1258, "cp1258") == name
    assert [encode(name, code) for code in ("tcvn3", "vni", "cp1258")] == [tcvn3, vni, cp1258]
    assert decode(name.encode().decode("latin-1"), "utf-8") == name
    assert detect([vni]).encoding == "vni"


@pytest.mark.parametrize(
    ("sample", "encoding"), [("c_tcvn3_shp", "tcvn3"), ("d_vni_shp", "vni"), ("e_cp1258_shp", "cp1258")]
)
def test_columns_of_the_samples_are_found_and_read(sample: str, encoding: str) -> None:
    for column in ("TEN", "TENDUONG"):
        right = read_texts(MESSY / "a_vn2000_shp/phuong.shp", column)
        old = read_texts(MESSY / sample / "phuong.shp", column, "ISO-8859-1")
        guess = detect(old)
        assert (guess.encoding, guess.reason) == (encoding, "syllables")
        assert [decode(text, guess.encoding) for text in old] == right
    loose = read_texts(MESSY / "r_nfd.geojson", "TEN")
    assert detect(loose).reason == "decomposed"


@given(text=letters, encoding=old_encodings)
def test_what_an_encoding_can_write_survives_it(text: str, encoding: str) -> None:
    there = encode(text, encoding)
    back = decode(there, encoding)
    assert find_unwritable(text, encoding) == ()
    assert (back.lower() if encoding == "tcvn3" else back) == (text.lower() if encoding == "tcvn3" else text)


@given(text=texts(), encoding=st.sampled_from(ENCODINGS))
def test_any_text_is_read_composed_and_written_without_error(text: str, encoding: str) -> None:
    read = decode(text, encoding)
    assert unicodedata.is_normalized("NFC", read)
    assert encode(text, encoding).isascii() or find_unwritable(text, encoding) or not text.isascii()
    assert detect([text]).encoding in ENCODINGS


@given(
    names=st.lists(st.sampled_from(WARDS), min_size=10, max_size=10, unique=True),
    encoding=st.sampled_from(ENCODINGS),
)
def test_ten_names_tell_their_encoding(names: list[str], encoding: str) -> None:
    column = [encode(name, encoding) for name in names]
    guess = detect(column)
    assert [decode(text, guess.encoding) for text in column] == names
    assert guess.score > 0.9
    assert all(0.01 <= chance < guess.score for _, chance in guess.rivals)


@given(names=st.lists(st.sampled_from(WARDS), min_size=1, max_size=5))
def test_what_is_right_already_stays(names: list[str]) -> None:
    loose = [unicodedata.normalize("NFD", name) for name in names]
    assert detect(names).encoding == detect(loose).encoding == "utf-8"
    assert [decode(name, "utf-8") for name in loose] == names
    assert detect(loose).reason == "decomposed"


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ([], "ascii"),
        (["Quan 8", "12", ""], "ascii"),
        (["Người"], "unicode"),
        (["Café", "Résidence Élysée", "Noël", "Hôtel de Ville", "Château d'eau"], "foreign"),
        (["Straße", "Müller", "Köln"], "foreign"),
        (["Phường 6".encode().decode("latin-1")], "utf8_bytes"),
    ],
)
def test_nothing_is_repaired_that_is_not_broken(column: list[str], reason: str) -> None:
    guess = detect(column)
    assert (guess.encoding, guess.reason) == ("utf-8", reason)
    assert decode("Café Noël", "utf-8") == "Café Noël"


def test_one_short_name_is_told_as_less_sure() -> None:
    sure, unsure = detect(["Ph\xadêng 6"]), detect(["An Phó"])
    assert (sure.encoding, sure.reason) == ("tcvn3", "syllables")
    assert sure.score > 0.9
    assert unsure.score < 0.7
    assert unsure.encoding == "utf-8"
    assert [name for name, _ in unsure.rivals] == ["tcvn3", "vni"]  # An Phú, An Phĩ


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "cp1258", "mojibake"])
def test_right_rows_of_a_broken_column_stay(encoding: str) -> None:
    assert decode("Phường Chánh Hưng", encoding) == "Phường Chánh Hưng"


def test_capitals_that_tcvn3_lost_come_back_where_the_name_shows_them() -> None:
    assert decode("¸i Quèc", "tcvn3") == "Ái Quốc"
    assert decode("Êp 3, x· B×nh H\xadng", "tcvn3") == "ấp 3, xã Bình Hưng"
    assert decode("UBND ph\xadêng", "tcvn3") == "UBND phường"
    assert decode("UBND Tæ 8", "tcvn3") == "UBND Tổ 8"


def test_text_cut_by_its_field_or_broken_twice_is_read_as_far_as_it_goes() -> None:
    cut = "Phường".encode()[:-3].decode("latin-1")
    assert decode(cut, "utf-8") == "Phư"
    assert decode(encode(encode("Bình Đông", "mojibake"), "mojibake"), "mojibake") == "Bình Đông"


def test_an_unknown_encoding_is_a_mistake_of_the_caller() -> None:
    for call in (decode, encode, find_unwritable):
        with pytest.raises(ValueError, match="koi8"):
            call("x", "koi8")
    assert find_unwritable("Cầu 漢字 – é", "tcvn3") == ("–", "字", "漢")
    assert find_unwritable("漢", "utf-8") == ()
