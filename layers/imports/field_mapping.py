"""Which column of a file fills which field of the register: guessed by name, or remembered of the sender."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import Connection, delete, insert, select

from geo.text.names import fold_key
from layers.errors import Refused
from layers.imports.import_layers import Target, TargetField
from layers.store.database import Write
from layers.store.schema import sender_mapping

_NOT_A_LETTER: Final = re.compile(r"[^0-9a-z]")
_LONGEST_DBF: Final = 10
"""Letters that a shapefile leaves of a column's name."""


def guess_mapping(columns: Sequence[str], target: Target) -> dict[str, str]:
    """Return the column for each field of a target that one of the columns seems to be meant for.

    Parameters
    ----------
    columns
        Names of columns as the file has them, such as TEN_PHUONG.
    target
        What the rows are to become.
    """
    free = dict.fromkeys(columns)
    mapping: dict[str, str] = {}
    for field in sorted(target.fields, key=lambda one: not one.is_required):
        found = next((one for word in field.columns for one in free if _is_called(one, word)), None)
        if found is not None:
            mapping[field.name] = found
            del free[found]
    return mapping


def find_rivals(
    columns: Sequence[str], mapping: Mapping[str, str], target: Target
) -> dict[str, tuple[str, ...]]:
    """Return the columns that are called like a field as well and fill none, by the field that has another."""
    free = [column for column in columns if column not in mapping.values()]
    rivals = {
        name: tuple(one for one in free if any(_is_called(one, word) for word in target.field(name).columns))
        for name in mapping
    }
    return {name: called for name, called in rivals.items() if called}


def check_mapping(mapping: Mapping[str, str], columns: Sequence[str], target: Target) -> dict[str, str]:
    """Return what a person said about the columns; fields without a column are left out.

    Raises
    ------
    Refused
        ``import_field_unknown``, ``import_column_unknown`` (with the name).
    """
    known = {field.name for field in target.fields}
    for name, column in mapping.items():
        if name not in known:
            raise Refused("import_field_unknown", field=name)
        if column and column not in columns:
            raise Refused("import_column_unknown", column=column)
    return {name: column for name, column in mapping.items() if column}


def recall_mapping(
    connection: Connection, sender: str, target: Target, columns: Sequence[str]
) -> dict[str, str] | None:
    """Return how the columns of the last file of this sender were read, where this file has the same columns."""
    s = sender_mapping.c
    asked = select(s.mapping).where(s.sender == sender, s.target == target.id)
    kept: str | None = connection.execute(asked).scalar()
    if not sender or kept is None:
        return None
    mapping: dict[str, str] = orjson.loads(kept)
    return mapping if set(mapping.values()) <= set(columns) else None


def remember_mapping(change: Write, sender: str, target: Target, mapping: Mapping[str, str]) -> None:
    """Remember how the columns of a sender are read; a sender without a name is not remembered."""
    if not sender:
        return
    s = sender_mapping.c
    change.connection.execute(delete(sender_mapping).where(s.sender == sender, s.target == target.id))
    values: dict[str, Any] = {
        "sender": sender,
        "target": target.id,
        "mapping": orjson.dumps(mapping).decode(),
    }
    noted = {"recorded_at": change.now, "recorded_by": change.actor.account_id}
    change.connection.execute(insert(sender_mapping).values(**values, **noted))


def find_code(field: TargetField, text: str) -> str | None:
    """Return the code for which a word of a file stands."""
    word = fold_key(text).replace("_", " ").strip()
    for code, words in (field.codes or {}).items():
        if word in {one.replace("_", " ") for one in words} or word == fold_key(code).replace("_", " "):
            return code
    return None


def _is_called(column: str, word: str) -> bool:
    name = _NOT_A_LETTER.sub("", fold_key(column))
    return name == word or (len(column) == _LONGEST_DBF and len(word) > len(name) and word.startswith(name))
