"""Long work on snapshots: a file made again from the data as they were known then, and compared with the first one."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from geo.geodesy.crs import find_crs
from layers.errors import NotFound, Refused
from layers.sheets.snapshots import MadeFile, Snapshot, get_snapshot, keep_file
from webmap.http.moments import read_taken, reopen, write_watermark
from webmap.jobs.work import File, Work
from webmap.maps.scene import Scene
from webmap.maps.sheet import RESOLUTIONS, Imprint, Sheet, SheetSpec

PICTURES: Final = tuple(f"png-{dpi}" for dpi in RESOLUTIONS)
"""Forms of a picture; its dots per inch follow the suffix."""

_PAGED: Final = frozenset({"pdf", "pptx"})
_FINEST: Final = PICTURES[-1]


def is_long(sheet: SheetSpec, form: str) -> bool:
    """Tell whether a file takes longer than a page may: all pages of an atlas, the finest picture of a large sheet."""
    return (sheet.kind == "atlas" and form in _PAGED) or (sheet.paper != "A4" and form == _FINEST)


def make_snapshot_file(work: Work, arguments: Mapping[str, Any]) -> File:
    """Make a file of a snapshot.

    Parameters
    ----------
    work
        What is given to every work.
    arguments
        ``code`` of the snapshot; ``form``, a suffix of `webmap.http.snapshot_files.SNAPSHOT_FILES` or one of
        `PICTURES`; ``url``, the absolute address that the code opens.

    Raises
    ------
    NotFound, OutsideScope, Gone
        As opening the snapshot; ``snapshot_form_unknown``.
    Refused
        ``snapshot_differs``: what it shows became different, so that the file would not be what its code says.
    """
    from webmap.http.snapshot_files import SNAPSHOT_FILES  # noqa: PLC0415 - brings the typesetter, for this work alone

    form = arguments["form"]
    suffix, _, dpi = form.partition("-")
    if suffix not in SNAPSHOT_FILES or (dpi and form not in PICTURES):
        raise NotFound("snapshot_form_unknown", form=form)
    work.report(0.05, "saved.doing.reading")
    found, sheet = _read_sheet(work, arguments["code"], arguments["url"])
    if dpi:
        sheet = replace(sheet, spec=replace(sheet.spec, dpi=int(dpi)))
    work.report(0.3, "saved.doing.drawing")
    body = SNAPSHOT_FILES[suffix].write(sheet)
    work.report(0.9, "saved.doing.comparing")
    made = MadeFile(hashlib.sha256(body).hexdigest(), len(body))
    with work.database.write(work.actor, "snapshot.file") as change:
        is_same = keep_file(change, found.code, form, made, url=sheet.imprint.url)
    mark = "" if is_same else work.translator.text("saved.file_differs")
    size = f"-{dpi}" if dpi else ""
    return File(body, f"{found.code}{size}{mark}.{suffix}", SNAPSHOT_FILES[suffix].mimetype)


def _read_sheet(work: Work, code: str, url: str) -> tuple[Snapshot, Sheet]:
    with work.database.read() as connection:
        found = get_snapshot(connection, work.actor, code)
        pinned = reopen(connection, work.actor, found, config=work.config)
    if pinned.digest != found.digest:
        raise Refused("snapshot_differs", snapshot=found.code)
    scene = Scene(pinned.spec, find_crs(work.config.vn2000_zone), feed=pinned.feed)
    spec, figure = read_taken(found)
    watermark = write_watermark(spec, found.taken_by, found.made_at)
    return found, Sheet(spec, scene, Imprint(found.code, url, watermark, work.demo), figure)
