"""Long work on imports: reading a file, and staging what it holds or telling which layers it has."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import orjson

from geo.types import local_day
from layers.errors import ImportRejected
from layers.files.limits import Limits
from layers.files.reading import list_layers
from layers.files.sources import SourceLayer
from layers.imports.batch_records import find_batch
from layers.imports.batches import StagedFile, discard, stage
from layers.imports.diagnosis import Desk, SourceFile, diagnose
from layers.imports.diagnosis_report import Diagnosis, tell_report
from layers.imports.file_findings import Wish
from layers.imports.import_layers import TARGETS
from layers.imports.source_names import read_columns, read_layers
from webmap.jobs.work import File, Work

JSON: Final = "application/json"
_READ: Final = 0.9


def make_import_report(work: Work, arguments: Mapping[str, Any]) -> File:
    """Read a file that was kept, stage its rows, and return which batch they wait in.

    Parameters
    ----------
    work
        What is given to every work.
    arguments
        ``digest``, ``name``, ``layer`` (or None) and ``uuid`` of the file; ``target``; ``wish``, told by `tell_wish`;
        ``instead`` (code and version of a batch that is given up for the new one, or None); ``seconds`` that reading
        may take (None: as long as it is usual).

    Returns
    -------
    file
        JSON: the ``batch`` and the report of the doctor; or ``layers``, one of which has to be chosen first.

    Raises
    ------
    NotFound, OutsideScope, ImportRejected, Refused, UnknownCrs, PersonalData, StaleVersion
        As reading, staging and giving up.
    """
    file = StagedFile(arguments["name"], arguments["digest"], arguments["layer"], arguments["uuid"])
    with work.database.read() as connection:
        before = find_batch(connection, work.actor, arguments["uuid"])
    if before is not None:  # staged by a worker that died right after
        return _answer(before.code, batch=before.code, **before.diagnosis)
    try:
        found = _examine(work, file, arguments)
    except ImportRejected as error:
        if error.code != "import_layer_unclear":
            raise
        layers = list_layers(work.files.find_path(file.digest), _limits(arguments))
        titles = read_layers(layers)
        return _answer("layers", layers=[_tell_layer(one, titles[one.name]) for one in layers])
    code = _stage(work, file, arguments, found)
    return _answer(code, batch=code, **tell_report(found))


def _examine(work: Work, file: StagedFile, arguments: Mapping[str, Any]) -> Diagnosis:
    def tell(done: int, of: int | None) -> None:
        work.report(_READ * done / of if of else 0.0, "imports.doing.reading", n=done)

    tell(0, None)
    with work.database.read() as connection:
        today = local_day(work.database.clock())
        desk = Desk(connection, work.actor, today, _limits(arguments), progress=tell)
        source = SourceFile(work.files.find_path(file.digest), file.layer)
        return diagnose(desk, source, TARGETS[arguments["target"]], read_wish(arguments["wish"]))


def _stage(work: Work, file: StagedFile, arguments: Mapping[str, Any], found: Diagnosis) -> str:
    work.report(_READ, "imports.doing.staging", n=found.features)
    with work.database.write(work.actor, "import.stage") as change:
        code = stage(change, file, TARGETS[arguments["target"]], read_wish(arguments["wish"]), found)
        if arguments["instead"] is not None:
            discard(change, arguments["instead"]["code"], version=arguments["instead"]["version"])
    return code


def _limits(arguments: Mapping[str, Any]) -> Limits:
    return Limits() if arguments["seconds"] is None else Limits(seconds=arguments["seconds"])


def _tell_layer(layer: SourceLayer, title: str) -> dict[str, Any]:
    return {
        "name": layer.name,
        "title": title,
        "shape": layer.geometry_type,
        "count": layer.count,
        "columns": list(read_columns(layer).values()),
    }


def _answer(name: str, **told: Any) -> File:
    return File(orjson.dumps(told, option=orjson.OPT_INDENT_2), f"{name}.json", JSON)


def tell_wish(wish: Wish) -> dict[str, Any]:
    """Return a wish as values that JSON can hold."""
    return {
        "crs": wish.crs,
        "encodings": dict(wish.encodings),
        "mapping": None if wish.mapping is None else dict(wish.mapping),
        "valid_from": wish.valid_from.isoformat() if wish.valid_from else None,
        "sender": wish.sender,
        "conventions": dict(wish.conventions),
    }


def read_wish(told: Mapping[str, Any]) -> Wish:
    """Return the wish that JSON kept."""
    day = told["valid_from"]
    return Wish(
        crs=told["crs"],
        encodings=told["encodings"],
        mapping=told["mapping"],
        valid_from=date.fromisoformat(day) if day else None,
        sender=told["sender"],
        conventions=told.get("conventions", {}),
    )
