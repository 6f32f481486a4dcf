"""Finds the keys of all texts that Python, templates, scripts and code tables ask for."""

import ast
import importlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STOREYS = ("geo", "layers", "webmap")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_\-]+)+\.?")
_CALL = re.compile(
    r"""(?<![\w.$])t\(\s*(?P<quote>["'`])(?P<key>[a-z][\w.\-]*)(?P<rest>\$\{|(?P=quote)\s*[~+])?"""
)
_QUOTED = re.compile(
    r"""(?P<quote>["'`])(?P<key>[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_\-]+)+\.?)(?P<rest>\$\{|(?P=quote)\s*[~+])?"""
)
_TRANSLATING = frozenset({"t", "text", "_t", "translate"})

CODE_TABLES: dict[str, tuple[str, str]] = {
    "codes.status.": ("layers.conversion.states", "STATES"),
    "codes.role.": ("layers.store.scope", "ROLES"),
    "codes.body_kind.": ("layers.supervision.bodies", "KINDS"),
    "codes.recipient_kind.": ("layers.supervision.recommendation_steps", "RECIPIENT_KINDS"),
    "codes.recommendation_kind.": ("layers.supervision.recommendation_steps", "KINDS"),
    "codes.recommendation_state.": ("layers.supervision.recommendation_steps", "STATES"),
    "codes.due.": ("webmap.maps.spec", "DUE"),
    "codes.reply.": ("webmap.maps.spec", "REPLY"),
}
"""Prefix of keys: the module and name of the table whose codes need such a text each."""

CODE_LISTS: dict[str, tuple[str, ...]] = {
    "codes.kind.": ("alley", "bridge", "area", "point"),
    "codes.topic.": ("toi_pham", "ma_tuy", "mai_dam", "te_nan_khac"),
    "codes.level.": ("province", "district", "ward", "neighbourhood", "grouping"),
}
"""Prefix of keys: the codes of the register (docs/data-model.md) that need such a text each."""


@dataclass
class Asked:
    """The texts that the project asks for.

    Attributes
    ----------
    needed
        Keys that must be there.
    mentioned
        Words that look like a key, so that a text of that key is in use.
    words
        Every word of the Python code: a key may be put together from a topic and a code of a table.
    prefixes
        Beginnings of keys that are put together when the program runs.
    places
        Key or prefix to the file that asks for it.
    """

    needed: set[str] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)

    def known(self, keys: Iterable[str]) -> set[str]:
        """Return those of the keys that something asks for."""
        begins = tuple(self.prefixes)
        return {
            key
            for key in keys
            if key in self.needed or key in self.mentioned or key.startswith(begins) or self._is_joined(key)
        }

    def _is_joined(self, key: str) -> bool:
        parent, _, leaf = key.rpartition(".")
        return leaf in self.words and (parent in self.mentioned or parent == "errors")

    def note(self, key: str, place: Path, *, is_sure: bool, is_beginning: bool) -> None:
        """Keep a key, or the beginning of one, with the file that has it."""
        if is_beginning or key.endswith("."):
            # A bare topic is no beginning: it would cover all of its texts.
            if "." in key[:-1]:
                self.prefixes.add(key)
        elif is_sure:
            self.needed.add(key)
        else:
            self.mentioned.add(key)
        self.places.setdefault(key, place.relative_to(ROOT).as_posix())


def collect(topics: Collection[str]) -> Asked:
    """Read the whole project.

    Parameters
    ----------
    topics
        Names of the catalogue files: only words that begin with one of them can be keys.
    """
    asked = Asked()
    for storey in STOREYS:
        for path in sorted((ROOT / storey).rglob("*.py")):
            _read_python(path, topics, asked)
    for path in sorted((ROOT / "webmap" / "templates").rglob("*.*")):
        _read_text(path, topics, asked)
    for path in sorted((ROOT / "webmap" / "static" / "js").rglob("*.js")):
        _read_text(path, topics, asked)
    for prefix, codes in code_keys().items():
        asked.needed.update(prefix + code for code in codes)
    for code in find_error_codes():
        asked.needed.add(f"errors.{code}")
    return asked


def code_keys() -> dict[str, tuple[str, ...]]:
    """Return the codes of every code table, by the prefix of their texts."""
    found = dict(CODE_LISTS)
    for prefix, (module, name) in CODE_TABLES.items():
        found[prefix] = tuple(getattr(importlib.import_module(module), name))
    return found


def find_error_codes() -> set[str]:
    """Return the code of every error that the project raises: the first argument of an AppError's call."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in _modules()]
    classes = _error_classes(trees)
    codes: set[str] = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name_of(node.func) in classes:
                codes.update(_codes_of(node))
    return codes


def _modules() -> Iterator[Path]:
    for storey in STOREYS:
        yield from sorted((ROOT / storey).rglob("*.py"))


def _error_classes(trees: Iterable[ast.Module]) -> set[str]:
    bases = {
        node.name: {_name_of(base) for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    classes = {"AppError"}
    while more := {name for name, above in bases.items() if above & classes} - classes:
        classes |= more
    return classes


def _codes_of(call: ast.Call) -> Iterator[str]:
    if _name_of(call.func) == "BadParameter":
        given: list[Any] = [word.value for word in call.keywords if word.arg == "code"]
        yield from (f"expected.{slug}" for slug in _slugs(call.args[1:2]))
        yield from _slugs(given) if given else ("parameter_invalid",)
    else:
        yield from _slugs(call.args[:1])


def _slugs(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from _slugs((node.body, node.orelse))


def _name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _read_python(path: Path, topics: Collection[str], asked: Asked) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    sure = {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name_of(node.func) in _TRANSLATING and node.args
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            _note_python(str(node.values[0].value), path, topics, asked, is_beginning=True)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            asked.words.add(node.value)
            _note_python(node.value, path, topics, asked, is_sure=id(node) in sure)


def _note_python(
    word: str,
    path: Path,
    topics: Collection[str],
    asked: Asked,
    *,
    is_sure: bool = False,
    is_beginning: bool = False,
) -> None:
    if _KEY.fullmatch(word) and word.split(".", maxsplit=1)[0] in topics:
        asked.note(word, path, is_sure=is_sure, is_beginning=is_beginning)


def _read_text(path: Path, topics: Collection[str], asked: Asked) -> None:
    text = path.read_text(encoding="utf-8")
    for found in _CALL.finditer(text):
        asked.note(found["key"], path, is_sure=True, is_beginning=bool(found["rest"]))
    for found in _QUOTED.finditer(text):
        if found["key"].split(".")[0] in topics:
            asked.note(found["key"], path, is_sure=False, is_beginning=bool(found["rest"]))
