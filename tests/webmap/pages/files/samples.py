"""Small files as old ward maps are: VN-2000, text of TCVN3, no word about either."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_coordinates
from geo.text.legacy import encode

PLACES = (
    ("Hẻm 12 Phạm Thế Hiển, phường Rạch Ông", 106.6760, 10.7440),
    ("Hẻm 88 Dương Bá Trạc, phường Chánh Hưng", 106.6700, 10.7420),
    ("Gầm cầu Nhị Thiên Đường", 106.6580, 10.7400),
)
"""Points in Quận 8: name, longitude and latitude."""

LAYERS = ("Hẻm", "Gầm cầu")
"""What the tables of `two_layers` are called."""


def old_table(places: Sequence[tuple[str, float, float]] = PLACES) -> bytes:
    """Return a table of points: names in TCVN3, X north and Y east in VN-2000, apart by semicolons."""
    east_north = transform_coordinates([(lon, lat) for _, lon, lat in places], WGS84_LONLAT, VN2000_HCMC)
    lines = ["TEN_DIADIEM;LOAI;X;Y"]
    for (name, _, _), (east, north) in zip(places, east_north, strict=True):
        lines.append(f"{encode(name, 'tcvn3')};diem;{north:.2f};{east:.2f}")
    return "\r\n".join(lines).encode("latin-1")


def two_layers() -> bytes:
    """Return an archive of two tables, whose names are written in TCVN3 too."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name in LAYERS:
            archive.writestr(f"{encode(name, 'tcvn3')}.csv", old_table())
    return body.getvalue()


def sent(body: bytes, name: str = "dia-ban-cu.csv", **fields: Any) -> dict[str, Any]:
    """Return what a browser sends of a file of places."""
    return {"file": (BytesIO(body), name), "target": "hotspots", "sender": "Công an phường 6", **fields}
