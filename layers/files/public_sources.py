"""Public sources of boundaries: which there are, and how a file of one comes here, checked by its hash."""

import json
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from layers.errors import Refused, StorageUnavailable

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class PublicSource:
    """A source that may be used, with who answers for it.

    Attributes
    ----------
    id, title
        Short name for the command line, and what it holds.
    home
        Page where its files are found.
    licence
        Under which they are given away.
    valid_from
        First day of the boundaries, ISO.
    """

    id: str
    title: str
    home: str
    licence: str
    valid_from: str


def list_sources() -> tuple[PublicSource, ...]:
    """Return the sources that we know of, in the order of time."""
    told = resources.files("layers.data").joinpath("boundary_sources.json").read_text(encoding="utf-8")
    return tuple(PublicSource(**one) for one in json.loads(told))


def fetch_file(url: str, sha256: str, target: Path) -> Path:
    """Fetch a file over HTTP or HTTPS and return where it is; one that is not what was expected is deleted.

    Parameters
    ----------
    url
        Where it is.
    sha256
        What its bytes are to hash to, 64 hexadecimal digits.
    target
        The file to write; kept as it is where it has that hash already.

    Raises
    ------
    Refused
        ``source_hash_invalid``, ``source_url_invalid``; ``source_hash_wrong``, and then nothing of the file is left.
    StorageUnavailable
        ``source_unreachable``.
    """
    if not _SHA256.fullmatch(sha256):
        raise Refused("source_hash_invalid", field="sha256")
    if not url.startswith(("https://", "http://")):
        raise Refused("source_url_invalid", field="url")
    import pooch  # noqa: PLC0415 - brings requests, which only this command needs
    from requests import RequestException  # noqa: PLC0415 - the same

    folder = target.absolute().parent
    try:
        kept = pooch.retrieve(url, known_hash=f"sha256:{sha256}", fname=target.name, path=folder)
    except ValueError as error:
        target.unlink(missing_ok=True)
        raise Refused("source_hash_wrong", url=url) from error
    except RequestException as error:
        raise StorageUnavailable("source_unreachable", url=url) from error
    return Path(kept)
