"""Tables without shapes: which row names the columns, and which columns hold a position."""

import pytest
import shapely

from layers.files.sheets import find_header, find_shape, name_fields, shape_rows

_AS_BYTES = "Vĩ độ".encode().decode("latin-1")


def test_titles_above_the_header_are_passed_over() -> None:
    rows: list[list[str | None]] = [
        ["BẢNG TỌA ĐỘ"],
        [],
        [None, "Đơn vị: m"],
        ["STT", "Tên", "X", None, "X"],
        ["1", "a", "2", "3", "4"],
    ]
    assert find_header(rows) == 3
    assert name_fields(rows[3], 6) == ["STT", "Tên", "X", "cot_4", "X_5", "cot_6"]
    assert find_header([]) == 0


@pytest.mark.parametrize(
    ("names", "row", "found"),
    [
        (["X (m)", "Y (m)"], ["1188234,56", "598765,40"], {"x": "Y (m)", "y": "X (m)"}),
        (["Tọa độ X", "Tọa độ Y"], ["598765.4", "1188234.5"], {"x": "Tọa độ X", "y": "Tọa độ Y"}),
        (["X", "Y"], ["10,7431", "106,6612"], {"x": "Y", "y": "X"}),
        (["Vĩ độ", "Kinh độ"], ["10.7", "106.7"], {"x": "Kinh độ", "y": "Vĩ độ"}),
        ([_AS_BYTES, "lon"], ["10.7", "106.7"], {"x": "lon", "y": _AS_BYTES}),
        (["a", "b", "dân số"], ["106.6612", "10.7431", "21562"], {"x": "a", "y": "b"}),
        (["a", "hình"], ["1", "SRID=4326;MULTIPOLYGON Z (((0 0 1, 1 0 1, 1 1 1, 0 0 1)))"], {"wkt": "hình"}),
        (["tên", "X"], ["Hẻm 1", "10.7"], {}),
        (["X", "Y"], ["không", "biết"], {}),
    ],
)  # fmt: skip
def test_columns_are_found_by_name_and_content(
    names: list[str], row: list[str], found: dict[str, str]
) -> None:
    assert find_shape(names, [row, row, [None, None, *row[2:]]]) == found


def test_rows_get_the_shapes_that_their_cells_tell() -> None:
    rows = [["1.188.234,5", "598765,4"], ["", "598765,4"], ["xa", "y"]]
    shaped = list(shape_rows(rows, ["X", "Y"], {"x": "Y", "y": "X"}))
    assert shapely.from_wkb(shaped[0][0]) == shapely.Point(598765.4, 1188234.5)
    assert [wkb for wkb, _ in shaped[1:]] == [None, None]
    assert [row for _, row in shaped] == rows
    texts = [["SRID=4326;POINT (1 2)"], ["POLYGON ((0 0, 1 1))"], [None]]
    assert [wkb is None for wkb, _ in shape_rows(texts, ["g"], {"wkt": "g"})] == [False, True, True]
    assert list(shape_rows([["a"]], ["t"], {})) == [(None, ["a"])]
