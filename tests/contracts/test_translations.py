import ast
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tests.contracts.tree import ROOT, files_below, modules, name_of, parse
from tools.asked_texts import Asked, code_keys, collect, find_error_codes
from tools.messages import LANGUAGES, find_faults, forms_of, read_all

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
SIMPLE = re.compile(r"[a-z_]+")
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ]|[aeiouyAEIOUY]\u0300|[\u1ea0-\u1ef9]|[àáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝ]")
HOLDS_VIETNAMESE = {
    "geo/geodesy/crs.py": "names of provinces, by which a VN-2000 zone is found",
    "geo/text/": "the rules of Vietnamese spelling, names and addresses",
    "layers/data/": "default data",
    "layers/demo/": "the words of the invented history",
    "webmap/cli.py": "the district of the default data, in --help",
    "webmap/http/coordinates.py": "latitude, longitude and the letters of the compass, as people type them",
    "webmap/maps/archipelagos.py": "labels that stay Vietnamese in every language",
    "webmap/static/js/draw/scene.js": "letters that make the browser load the fonts of the map",
    "webmap/static/js/model/names.js": "the rules of Vietnamese spelling",
    "webmap/static/js/search.js": "the rules of Vietnamese place names",
    "webmap/static/js/sovereignty.js": "labels that stay Vietnamese in every language",
    "layers/overview/quan8.py": "names of the default data",
    "layers/store/tables/": "comments of columns, which quote a place as an example",
    "layers/store/migrations/": "the same comments, as they were",
    "layers/summaries/breaks.py": "the number of a decision",
}
"""Where Vietnamese letters stand in code, and why."""
CATALOGUES = read_all()
TOPICS = [topic for topics in CATALOGUES.values() for topic in topics.values()]
PAGES_AND_SCRIPTS = (
    *files_below("webmap/templates", suffix=".html"),
    *files_below("webmap/static/js", suffix=".js"),
)
TEXTS = {
    language: {key: message for topic in topics.values() for key, message in topic.messages.items()}
    for language, topics in CATALOGUES.items()
}


@pytest.fixture(scope="module")
def asked() -> Asked:
    return collect({name for topics in CATALOGUES.values() for name in topics})


def test_every_text_that_is_asked_for_is_there_and_no_other(asked: Asked) -> None:
    assert list(find_faults(CATALOGUES, asked)) == []


def test_both_languages_hold_the_same_keys() -> None:
    first, second = (set(TEXTS[language]) for language in LANGUAGES)
    assert first ^ second == set()


def placeholders(message: Message) -> set[str]:
    return {name for form in forms_of(message) for name in PLACEHOLDER.findall(form)}


def test_placeholders_are_equal_in_both_languages() -> None:
    used = {
        language: {key: placeholders(text) for key, text in TEXTS[language].items()} for language in LANGUAGES
    }
    both = set(TEXTS["vi"]) & set(TEXTS["en"])
    assert [key for key in sorted(both) if used["vi"][key] != used["en"][key]] == []
    assert [key for key in sorted(both) if not all(SIMPLE.fullmatch(name) for name in used["vi"][key])] == []


def test_catalogues_are_composed_unicode() -> None:
    texts = {str(topic.path): topic.path.read_text(encoding="utf-8") for topic in TOPICS}
    assert [path for path, text in texts.items() if not unicodedata.is_normalized("NFC", text)] == []


def test_a_plural_has_the_forms_of_its_language() -> None:
    expected = {"vi": 1, "en": 2}
    wrong = [
        f"{language}: {key}"
        for language, texts in TEXTS.items()
        for key, message in texts.items()
        if isinstance(message.id, tuple) and len(forms_of(message)) != expected[language]
    ]
    assert wrong == []


def test_every_error_code_has_a_text_in_both_languages() -> None:
    codes = find_error_codes()
    assert len(codes) > 20, "the search for error codes has lost its way"
    assert {
        language: sorted(code for code in codes if f"errors.{code}" not in texts)
        for language, texts in TEXTS.items()
    } == {language: [] for language in LANGUAGES}


def test_every_code_of_the_register_has_a_name_in_both_languages() -> None:
    keys = [prefix + code for prefix, codes in sorted(code_keys().items()) for code in codes]
    for language in LANGUAGES:
        assert [key for key in keys if key not in TEXTS[language]] == []


def test_english_is_not_left_in_vietnamese() -> None:
    same = [
        key
        for key, message in TEXTS["vi"].items()
        if key in TEXTS["en"]
        and forms_of(message) == forms_of(TEXTS["en"][key])[:1]
        and len(re.findall(r"[a-z]{3,}", forms_of(message)[0])) > 2
    ]
    assert same == []


def words_of_code(path: Path) -> str:
    """Return the string literals of a Python file but its docstrings, which may quote a place."""
    tree = parse(path)
    about = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return "\n".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in about | alone
    )


def without_comments(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}|/\*.*?\*/|(?m:(?<![:'\"])//.*$)|<!--.*?-->", "", text, flags=re.DOTALL)


def is_excused(path: Path) -> bool:
    return name_of(path).startswith(tuple(HOLDS_VIETNAMESE))


def vietnamese_in(files: Iterable[Path], read: Callable[[Path], str]) -> dict[str, list[str]]:
    """Return the Vietnamese letters that stand in files which have no excuse for them."""
    found = {name_of(path): VIETNAMESE.findall(read(path)) for path in files if not is_excused(path)}
    return {name: letters for name, letters in found.items() if letters}


def test_code_pages_and_scripts_hold_no_vietnamese_words() -> None:
    assert vietnamese_in(modules(), words_of_code) == {}
    assert vietnamese_in(PAGES_AND_SCRIPTS, without_comments) == {}


def test_the_list_of_excuses_names_real_places() -> None:
    assert [name for name in HOLDS_VIETNAMESE if not (ROOT / name).exists()] == []
