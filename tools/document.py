"""Writes the pages of docs/ that say what the code already says: settings, data model, addresses.

``--check`` writes nothing and fails where a page is not what it would write.
"""

import dataclasses
import inspect
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint

from layers.store.schema import metadata
from webmap.config import PREFIX, Config

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "Made by `make docs` from {source}; change it there.\n"


def settings_page() -> str:
    """Describe every setting, from the fields of `webmap.config.Config`."""
    rows = [
        (
            f"`{PREFIX}{one.name.upper()}`",
            one.metadata["help"],
            _default_text(one),
            one.metadata["unit"],
            _range_text(one.metadata["least"], one.metadata["most"]),
        )
        for one in dataclasses.fields(Config)
    ]
    intro = (
        "Every setting is an environment variable. Unknown names that begin with "
        f"`{PREFIX}` stop the service, so that a misspelt one is noticed.\n"
    )
    return _page(
        "Settings",
        MADE.format(source="`webmap/config.py`"),
        intro,
        _table(("variable", "meaning", "default", "unit", "allowed"), rows),
    )


def data_model_page() -> str:
    """Describe every table and column, from the comments of `layers.store.schema`."""
    tables = sorted(metadata.tables.values(), key=lambda table: table.name)
    intro = (
        "Open dates are stored as 0001-01-01 (since before it was recorded) and 9999-12-31 (until further "
        "notice). Spans are half-open. Geometry is WGS 84 (EPSG:4326), longitude first. Times are UTC.\n"
    )
    parts = [_page("Data model", MADE.format(source="`layers/store/schema.py`"), intro)]
    for table in tables:
        rows = [
            (f"`{column.name}`", _type_text(column), _key_text(column), column.comment or "")
            for column in table.columns
        ]
        body = _table(("column", "type", "key", "meaning"), rows)
        parts.append(f"\n## {table.name}\n\n{table.comment or ''}\n\n{body}{_unique_text(table)}")
    return "".join(parts)


def addresses_page() -> str:
    """Describe every address that answers, from the routes of the service and their docstrings."""
    from webmap.factory import create_app  # noqa: PLC0415 - builds the whole service, for this page only

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config(data_dir=Path(folder)))
        rows = sorted(
            (
                f"`{rule.rule}`",
                ", ".join(_methods(rule.methods)),
                _first_sentence(app.view_functions[rule.endpoint]),
            )
            for rule in app.url_map.iter_rules()
        )
    return _page(
        "Addresses",
        MADE.format(source="the routes in `webmap/pages` and `webmap/api`"),
        "What each address answers; parameters and bodies of the API are in `/api/openapi.json`.\n",
        _table(("address", "methods", "answers"), rows),
    )


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "data-model.md": data_model_page,
    "addresses.md": addresses_page,
}


def find_stale() -> Iterator[str]:
    """Yield the name of each page that is not what it would be if written now."""
    for name, write in PAGES.items():
        path = DOCS / name
        if not path.exists() or path.read_text(encoding="utf-8") != write():
            yield name


def _page(title: str, *parts: str) -> str:
    return f"# {title}\n\n" + "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _default_text(one: "dataclasses.Field[Any]") -> str:
    if one.default in ("", None):
        return "empty"
    value = ",".join(one.default) if isinstance(one.default, tuple) else one.default
    return f"`{int(value) if isinstance(value, bool) else value}`"


def _range_text(least: float | None, most: float | None) -> str:
    if least is None and most is None:
        return ""
    return f"{least} or more" if most is None else f"{least} to {most}"


def _type_text(column: "Column[Any]") -> str:
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(column.type).__name__).lower()
    return kind if not column.nullable else f"{kind}, may be empty"


def _key_text(column: "Column[Any]") -> str:
    keys = ["primary"] if column.primary_key else []
    keys += ["unique"] if column.unique else []
    return ", ".join([*keys, *(f"→ {key.column.table.name}" for key in column.foreign_keys)])


def _unique_text(table: Table) -> str:
    groups = sorted(
        ", ".join(f"`{column.name}`" for column in constraint.columns)
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint) and len(constraint.columns) > 1
    )
    return "".join(f"\nUnique together: {group}.\n" for group in groups)


def _methods(methods: set[str] | None) -> list[str]:
    return sorted((methods or set()) - {"HEAD", "OPTIONS"})


def _first_sentence(view: Callable[..., Any]) -> str:
    # Flask's own view of the static folder has no docstring.
    about = inspect.getdoc(inspect.unwrap(view)) or "A file of the pages: script, style, icon, font."
    return about.split("\n\n", maxsplit=1)[0].replace("\n", " ")


def main(words: list[str]) -> int:
    """Write the pages, or with ``--check`` only compare them."""
    if words not in ([], ["--check"]):
        print("usage: python -m tools.document [--check]")
        return 2
    stale = list(find_stale())
    for name in stale:
        if words:
            print(f"docs: docs/{name} is not what the code says; run: make docs")
        else:
            (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
            print(f"docs: wrote docs/{name}")
    return 1 if words and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
