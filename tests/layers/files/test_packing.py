"""The files of one map as one archive: all of them, no other, and always the same bytes."""

import io
from pathlib import Path
from zipfile import ZipFile

from layers.files.packing import list_parts, pack


def test_a_shapefile_is_packed_with_what_belongs_to_it(tmp_path: Path) -> None:
    for name in ("a.shp", "a.DBF", "a.prj", "a.docx", "b.dbf"):
        (tmp_path / name).write_text(name)
    parts = list_parts(tmp_path / "a.shp")
    assert [one.name for one in parts] == ["a.DBF", "a.prj", "a.shp"]
    packed = []
    for _ in range(2):
        target = io.BytesIO()
        pack(((one.name, io.BytesIO(one.read_bytes())) for one in parts), target)
        packed.append(target.getvalue())
    assert packed[0] == packed[1]
    with ZipFile(io.BytesIO(packed[0])) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "a.DBF": b"a.DBF",
            "a.prj": b"a.prj",
            "a.shp": b"a.shp",
        }
