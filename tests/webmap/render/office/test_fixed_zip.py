"""Packages without times: the same content gives the same bytes."""

import io
from zipfile import ZipFile, ZipInfo

from webmap.render.office.fixed_zip import fix_times


def _pack(year: int) -> bytes:
    body = io.BytesIO()
    with ZipFile(body, "w") as package:
        told = f'<a><dcterms:created xsi:type="x">{year}-05-06T07:08:09Z</dcterms:created></a>'
        package.writestr(ZipInfo("docProps/core.xml", (year, 5, 6, 7, 8, 10)), told)
        package.writestr(ZipInfo("word/document.xml", (year, 5, 6, 7, 8, 10)), f"<p>{2026}</p>")
    return body.getvalue()


def test_two_packages_of_other_times_become_one() -> None:
    first = fix_times(_pack(2024))
    assert first == fix_times(_pack(2026)) == fix_times(first)
    with ZipFile(io.BytesIO(first)) as package:
        assert package.read("word/document.xml") == b"<p>2026</p>"
        assert b"2000-01-01T00:00:00Z" in package.read("docProps/core.xml")
