"""The files that pages are made of, ours and the libraries', served from here or put inside one file."""

import base64
import hashlib
import mimetypes
import re
from functools import cache
from pathlib import Path, PurePosixPath

import brotli

STATIC = Path(__file__).resolve().parents[1] / "static"
LIBRARIES = Path(__file__).parents[2] / "node_modules"

_FONT = "@fontsource/be-vietnam-pro/files/be-vietnam-pro"

VENDOR = {
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "images/layers.png": "leaflet/dist/images/layers.png",
    "images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "leaflet-geoman.js": "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.min.js",
    "leaflet-geoman.css": "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css",
    "proj4.js": "proj4/dist/proj4.js",
    "geographiclib.js": "geographiclib-geodesic/geographiclib-geodesic.min.js",
    "pmtiles.js": "pmtiles/dist/pmtiles.js",
    "protomaps-leaflet.js": "protomaps-leaflet/dist/protomaps-leaflet.js",
    **{
        f"litert{kind}.{end}": f"@litertjs/core/wasm/litert_wasm{kind}_internal.{end}"
        for kind in ("", "_compat")
        for end in ("js", "wasm")
    },
    "face-detection.tflite": "@mediapipe/face_detection/face_detection_full_range.tflite",
    **{
        f"be-vietnam-pro-{script}-{weight}-normal.woff2": f"{_FONT}-{script}-{weight}-normal.woff2"
        for script in ("latin", "vietnamese")
        for weight in (400, 600)
    },
}
"""What is served of the libraries, by name under ``vendor/``; nothing else of them can be asked for."""

LATER = ("proj4", "geographiclib", "pmtiles", "protomaps-leaflet")
"""Libraries that a page loads only when it needs them."""

BUILT = (
    "map.js",
    "tiles.js",
    "edit.js",
    "images.js",
    "faces.js",
    "boundaries.js",
    "crossings.js",
    "imports.js",
    "dashboard.js",
    "dashboard.css",
    "present.js",
    "present.css",
    "crossings.css",
    "imports.css",
    "api.js",
    "api.css",
    "calendar.js",
    "calendar.css",
    "plans.js",
    "plans.css",
    "field.js",
    "worker.js",
    "page.css",
    "work.css",
    "map-page.css",
    "supervision.css",
    "field.css",
)
"""What ``tools/javascript.py build`` makes of our modules and style sheets, below ``build/``."""

FINDER = {
    "worker": "build/faces.js",
    "model": "vendor/face-detection.tflite",
    "modern": {"script": "vendor/litert.js", "binary": "vendor/litert.wasm"},
    "plain": {"script": "vendor/litert_compat.js", "binary": "vendor/litert_compat.wasm"},
}
"""What finds faces in photos: its worker, the model, and the runtime for newer and for older browsers."""

_URL = re.compile(r"url\(\s*[\"']?(?!data:|#)([^\"')]+)[\"']?\s*\)")
_PACKABLE = {".css", ".js", ".svg", ".wasm"}
_BEST, _LAST = 10, 11  # the last level takes twice the time for one part in a hundred: for what never changes
_SOON, _LONG_BYTES = (
    9,
    250_000,
)  # of files: the first reader of charts waits a twentieth of the time for a twelfth more
_QUICK, _LARGE_BYTES = 5, 4_000_000  # what is larger would take most of a minute for one part in eight
_MIME = {".woff2": "font/woff2", ".js": "text/javascript", ".svg": "image/svg+xml"}


def find_file(path: str) -> Path | None:
    """Return the file behind a path below ``static/``, None where there is none."""
    kind, _, name = path.partition("/")
    try:
        file = LIBRARIES / VENDOR.get(name, "") if kind == "vendor" else (STATIC / path).resolve()
        is_ours = kind == "vendor" or file.is_relative_to(STATIC)
        return file if is_ours and file.is_file() else None
    except (OSError, ValueError):  # no name that the system lets a file have: too long, or with a NUL
        return None


def pack(body: bytes, *, level: int = _BEST) -> bytes:
    """Return a body in Brotli's best form, a large one in a good one; that takes a second, so it is to be kept."""
    packed_body: bytes = brotli.compress(body, quality=_QUICK if len(body) > _LARGE_BYTES else level)
    return packed_body


def packed(file: Path) -> bytes | None:
    """Return a file of text or code packed by Brotli, made once; None for pictures and fonts, which are so already."""
    return _packed_at(file, file.stat().st_mtime_ns) if file.suffix in _PACKABLE else None


def pack_all() -> None:
    """Pack what every page is made of before anyone asks for it."""
    for path in (*(f"build/{name}" for name in BUILT), "vendor/leaflet.js", "vendor/leaflet.css"):
        file = find_file(path)
        if file:
            packed(file)


def fingerprint(path: str) -> str:
    """Return a text that changes with the content of the file; ``0`` where there is none."""
    file = find_file(path)
    return _fingerprint_at(file, file.stat().st_mtime_ns) if file else "0"


def read_text(path: str) -> str:
    """Return a file of text.

    Raises
    ------
    FileNotFoundError
        With the path: the libraries are not installed (``make setup``).
    """
    file = find_file(path)
    if file is None:
        raise FileNotFoundError(path)
    return file.read_text(encoding="utf-8")


def data_url(path: str) -> str:
    """Return a file as a ``data:`` URL."""
    file = find_file(path)
    if file is None:
        raise FileNotFoundError(path)
    mime = _MIME.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"data:{mime};base64,{base64.b64encode(file.read_bytes()).decode()}"


def inlined_style(path: str) -> str:
    """Return a style sheet with everything it refers to inside it."""
    folder = PurePosixPath(path).parent

    def inside(found: re.Match[str]) -> str:
        return f'url("{data_url(_resolve(folder, found[1]))}")'

    return _URL.sub(inside, read_text(path))


def find_missing() -> list[str]:
    """Return the files that set-up makes or installs and that are not there."""
    made = [f"build/{name}" for name in BUILT]
    return [path for path in (*made, *(f"vendor/{name}" for name in VENDOR)) if find_file(path) is None]


def _resolve(folder: PurePosixPath, reference: str) -> str:
    parts: list[str] = []
    for part in (folder / reference).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


@cache
def _packed_at(file: Path, _changed_ns: int) -> bytes:
    body = file.read_bytes()
    return pack(body, level=_LAST if len(body) <= _LONG_BYTES else _SOON)


@cache
def _fingerprint_at(file: Path, _changed_ns: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
