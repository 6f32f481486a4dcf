"""Archives: what is inside stays inside, and small."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from geo.text.legacy import encode
from layers.errors import ImportRejected
from layers.files.archives import member_names, unpack
from layers.files.limits import Limits

NAME = "Ranh giới phường (bản cuối).geojson"


def _zip(path: Path, *members: tuple[ZipInfo | str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def _link() -> ZipInfo:
    info = ZipInfo("a.geojson")
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    ("danger", "members"),
    [
        ("path", [("../a.geojson", b"{}")]),
        ("path", [("/etc/a.geojson", b"{}")]),
        ("path", [("a\\..\\..\\a.geojson", b"{}")]),
        ("path", [("C:/a.geojson", b"{}")]),
        ("link", [(_link(), b"/etc/passwd")]),
        ("nested", [("a.geojson", b"{}"), ("b.ZIP", b"")]),
        ("twice", [("a.geojson", b"{}"), ("A.geojson", b"{}")]),
        ("ratio", [("a.geojson", bytes(20_000_000))]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_dangerous_is_not_unpacked(
    tmp_path: Path, danger: str, members: list[tuple[ZipInfo | str, bytes]]
) -> None:
    archive = _zip(tmp_path / "a.zip", *members)
    with pytest.raises(ImportRejected, match="import_archive_unsafe") as caught:
        unpack(archive, tmp_path / "out", Limits())
    assert caught.value.facts == {"danger": danger}
    assert not list(tmp_path.rglob("*.geojson"))


def test_limits_are_told_in_numbers(tmp_path: Path) -> None:
    archive = _zip(tmp_path / "a.zip", ("a.geojson", b"x" * 3_000_000), ("b.geojson", b""))
    for limits, facts in (
        (Limits(members=1), {"what": "members", "limit": 1}),
        (Limits(unpacked_bytes=2_000_000), {"what": "unpacked_bytes", "limit": 2}),
    ):
        with pytest.raises(ImportRejected, match="import_too_large") as caught:
            unpack(archive, tmp_path / "out", limits)
        assert caught.value.facts == facts


def test_only_maps_are_unpacked_and_broken_archives_are_told(tmp_path: Path) -> None:
    files = (
        f"Quận 8/{NAME}",
        "thư.docx",
        "__MACOSX/a.shp",
        "x.gdb/a00000001.gdbtable",
        "x.gdb/gdb",
        "x.gdb/lock",
    )
    whole = _zip(tmp_path / "a.zip", *((name, b"{}") for name in files))
    unpack(whole, tmp_path / "out", Limits())
    unpacked = {
        str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    assert unpacked == {files[0], files[3], files[4]}
    with pytest.raises(ImportRejected, match="import_pointer_refused"):
        unpack(_zip(tmp_path / "b.zip", ("a.vrt", b"<OGRVRTDataSource/>")), tmp_path / "b", Limits())
    whole.write_bytes(whole.read_bytes()[:-30])
    with pytest.raises(ImportRejected, match="import_broken"):
        unpack(whole, tmp_path / "c", Limits())


def test_names_are_read_as_old_programs_wrote_them() -> None:
    names = ["Ranh giới phường\\Hẻm.shp", "Ranh giới phường\\Hẻm.dbf"]
    for encoding in ("utf-8", "cp1258", "tcvn3", "vni"):
        infos = [ZipInfo("a"), ZipInfo("b")]
        for info, name in zip(infos, names, strict=True):
            as_bytes = name.encode() if encoding == "utf-8" else encode(name, encoding).encode("latin-1")
            info.filename = as_bytes.decode("cp437")
        told = ZipInfo("Kênh Đôi.shp")
        told.flag_bits |= 0x800
        assert member_names([told, *infos]) == [
            "Kênh Đôi.shp",
            *(name.replace("\\", "/") for name in names),
        ], encoding
