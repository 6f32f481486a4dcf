"""Files that come in by a page: kept under their content, several packed as one, and found again by a sealed word."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final, cast

from flask import current_app, request, session
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from geo.text.legacy import decode_alike
from layers.errors import Refused
from layers.files.packing import pack
from layers.imports.batches import StagedFile
from layers.store.blobs import BlobStore
from webmap.config import Config
from webmap.http import auth
from webmap.jobs.work import telling_full_disk

MOST_FILES: Final = 50
"""Files that one import may consist of: the parts of shapefiles and MapInfo tables."""

_LONGEST_NAME: Final = 200
_SEALED_SECONDS: Final = 24 * 3600


def allow_large(_endpoint: str | None, _values: object) -> None:
    """Let who is signed in send files that are larger than other requests; asked before the request is read."""
    if request.method == "POST" and "account" in session:
        request.max_content_length = round(settings().max_import_mb * 1_000_000)


def settings() -> Config:
    """Return how this service is set up."""
    return cast(Config, current_app.config["DIABAN"])


def blobs() -> BlobStore:
    """Return where files that came in are kept."""
    return cast(BlobStore, current_app.extensions["files"])


def receive(field: str) -> StagedFile | None:
    """Keep what was sent, and return it; None where nothing was.

    The parts of a shapefile or of a MapInfo table may be sent side by side: they become one archive.

    Parameters
    ----------
    field
        Name of the form's field.

    Raises
    ------
    Refused
        ``import_too_many_files``.
    StorageUnavailable
        ``disk_full``.
    """
    named = {_name(one): one for one in request.files.getlist(field) if one.filename}
    sent = list(named.values())
    if not sent:
        return None
    if len(sent) > MOST_FILES:
        raise Refused("import_too_many_files", field=field, n=MOST_FILES)
    with ExitStack() as stack:
        stack.enter_context(telling_full_disk())
        if len(sent) == 1:
            return StagedFile(_name(sent[0]), blobs().keep_file(sent[0].stream))
        packed = stack.enter_context(tempfile.TemporaryFile())
        pack(((_name(one), one.stream) for one in sent), packed)
        packed.seek(0)
        return StagedFile(_name_together(sent), blobs().keep_file(packed))


def seal(file: StagedFile) -> str:
    """Return a word by which the same account finds the file again, so that it need not be sent twice."""
    return str(_sealer().dumps([file.name, file.digest, auth.account().id]))


def unseal(word: str | None) -> StagedFile | None:
    """Return the file that a word stands for; None where it is too old, of somebody else or none at all."""
    try:
        name, digest, account = _sealer().loads(word or "", max_age=_SEALED_SECONDS)
    except (BadData, ValueError):
        return None
    return StagedFile(name, digest) if account == auth.account().id else None


def _name(sent: FileStorage) -> str:
    """Return the name of a file as people read it, without the folders that some browsers tell; a long one's end."""
    (name,) = decode_alike([sent.filename or ""])
    return PureWindowsPath(name).name[-_LONGEST_NAME:] or "file"


def _name_together(sent: Sequence[FileStorage]) -> str:
    """Return the name of several files: that of the map among them."""
    names = [PurePosixPath(_name(one)) for one in sent]
    map_first = sorted(names, key=lambda one: one.suffix.casefold() not in {".shp", ".tab", ".mif"})
    return f"{map_first[0].stem}.zip"


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="import")
