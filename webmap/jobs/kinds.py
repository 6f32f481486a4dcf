"""The table of what long work can be asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webmap.jobs.exports import make_export_file
from webmap.jobs.imports import make_import_report
from webmap.jobs.packs import make_pack_file
from webmap.jobs.snapshots import make_snapshot_file
from webmap.jobs.work import File, Work


@dataclass(frozen=True)
class Kind:
    """A kind of long work.

    Attributes
    ----------
    make
        Does it, from its arguments: values that JSON can hold. Begun again from the start where its worker died, so
        that it must not matter how often it is begun. Loads heavy libraries itself, when it runs.
    action
        Entry of `layers.store.scope.ACTIONS` that it asks for, when it is asked for and when it is done.
    shown_by
        Endpoint of the page that shows what came of it, by its ``uuid``; empty where that is a file to be fetched.
    """

    make: Callable[[Work, Mapping[str, Any]], File]
    action: str
    shown_by: str = ""


KINDS: dict[str, Kind] = {
    "export": Kind(make_export_file, "map.export"),
    "import": Kind(make_import_report, "import.stage", shown_by="imports.resume"),
    "pack": Kind(make_pack_file, "map.export"),
    "snapshot": Kind(make_snapshot_file, "map.export"),
}
"""By name; `downloads.kind.<name>` is what people call it."""
