"""Assets: a closed list of library files, addresses that change with content, and everything inside one file."""

import pytest

from webmap.render import assets


def test_only_listed_files_of_libraries_are_found() -> None:
    assert all(assets.find_file(f"vendor/{name}") for name in assets.VENDOR)
    for path in (
        "vendor/leaflet/package.json",
        "vendor/../package.json",
        "vendor/",
        "vendor",
        "js/none.js",
        "",
    ):
        assert assets.find_file(path) is None, path


def test_a_fingerprint_names_the_content() -> None:
    told = assets.fingerprint("css/tokens.css")
    assert len(told) == 12
    assert told != assets.fingerprint("css/components.css")
    assert assets.fingerprint("css/none.css") == "0"


def test_modules_are_named_as_they_import_each_other() -> None:
    modules = assets.list_modules()
    assert modules["diaban/app"] == "js/app.js"
    for path in modules.values():
        text = assets.read_text(path)
        imported = {
            line.split('"')[1] for line in text.splitlines() if line.startswith("import ") and '"' in line
        }
        assert imported <= set(modules), path


@pytest.mark.parametrize("sheet", ["css/tokens.css", "vendor/leaflet.css", "css/map.css"])
def test_an_inlined_style_refers_to_nothing_outside(sheet: str) -> None:
    text = assets.inlined_style(sheet)
    references = [part.split(")")[0].strip("\"'") for part in text.split("url(")[1:]]
    assert all(reference.startswith(("data:", "#")) for reference in references)
    assert "@import" not in text


def test_a_library_that_is_not_installed_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"vendor/none\.js"):
        assets.read_text("vendor/none.js")
    with pytest.raises(FileNotFoundError, match=r"vendor/none\.js"):
        assets.data_url("vendor/none.js")
