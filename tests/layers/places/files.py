"""Makes small files of documents for tests."""

import zipfile
from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)


def make_docx(**parts: str | bytes) -> bytes:
    """Return a Word document; ``parts`` are added to it or replace its own, ``__`` standing for a slash."""
    held: dict[str, str | bytes] = {"[Content_Types].xml": _TYPES, "word/document.xml": "<document/>"}
    held |= {name.replace("__", "/"): body for name, body in parts.items()}
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in held.items():
            if body:
                archive.writestr(name, body)
    return written.getvalue()


def make_picture(
    name: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **told: object
) -> bytes:
    """Return a picture: white, with its left half dark."""
    picture = Image.new(mode, size, "white" if mode != "P" else 0)
    picture.paste(0 if mode in {"1", "L", "P"} else "navy", (0, 0, size[0] // 2, size[1]))
    written = BytesIO()
    picture.save(written, name, **told)
    return written.getvalue()
