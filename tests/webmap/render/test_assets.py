"""Assets: a closed list of library files, addresses that change with content, and everything inside one file."""

import re

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


def test_what_setup_makes_and_installs_is_there_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert assets.find_missing() == []
    monkeypatch.setattr(assets, "VENDOR", {"leaflet.js": "nowhere/leaflet.js"})
    assert assets.find_missing() == ["vendor/leaflet.js"]


def test_the_script_of_the_map_imports_nothing_at_its_start() -> None:
    script = assets.read_text("build/map.js")
    assert "diaban/" not in script
    assert not re.search(r"\bimport\s*[{\"']", script)
    assert len(re.findall(r"\bimport\(", script)) == 1, "what draws tiles, where there are many places"
    assert "mount" in script


@pytest.mark.parametrize(
    "sheet", ["build/page.css", "build/map-page.css", "css/print.css", "vendor/leaflet.css"]
)
def test_an_inlined_style_refers_to_nothing_outside(sheet: str) -> None:
    text = assets.inlined_style(sheet)
    references = [part.split(")")[0].strip("\"'") for part in text.split("url(")[1:]]
    assert all(reference.startswith(("data:", "#")) for reference in references)
    assert "@import" not in text


def test_a_runtime_of_nine_megabytes_is_packed_in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    levels: list[int] = []

    def compress(body: bytes, *, quality: int) -> bytes:
        levels.append(quality)
        return body[:1]

    monkeypatch.setattr("brotli.compress", compress)
    assert [assets.pack(bytes(size)) for size in (1_000, 9_000_000)] == [b"\0", b"\0"]
    assert levels[0] > 2 * levels[1] - 1
    runtime = assets.find_file("vendor/litert.wasm")
    assert runtime
    assert assets.packed(runtime)


def test_a_library_that_is_not_installed_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"vendor/none\.js"):
        assets.read_text("vendor/none.js")
    with pytest.raises(FileNotFoundError, match=r"vendor/none\.js"):
        assets.data_url("vendor/none.js")
