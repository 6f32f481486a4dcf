"""Codes that survive being read aloud, typed and photocopied."""

from layers.sheets.codes import LETTERS, make_code, read_code


def test_codes_are_read_as_people_type_them() -> None:
    codes = {make_code() for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert (len(code), code[4]) == (9, "-")
        assert {read_code(typed) for typed in (code, code.lower(), code.replace("-", ""), f" {code} ")} == {
            code
        }
    assert not set("0O1ILU") & set(LETTERS)
    assert [read_code(typed) for typed in ("", "AB12", "AB12-CD3", "AB10-CD34", "ABCD-EFGH-J", "Đ" * 8)] == [
        None
    ] * 6
