"""Settings: read once, checked, explained."""

import dataclasses
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from webmap.config import Config, basemap_origin, get_secret_key
from webmap.errors import ConfigError
from webmap.texts import LANGUAGES, Translator


def test_nothing_set_is_the_defaults() -> None:
    config = Config.from_env({"PATH": "/bin"})
    assert config == Config()
    assert config.database_url == f"sqlite:///{Path('data') / 'diaban.gpkg'}"
    assert (config.default_language, config.vn2000_zone, config.port) == ("vi", "EPSG:9210", 8000)


def test_the_environment_is_read_by_type() -> None:
    config = Config.from_env(
        {
            "DIABAN_DATA_DIR": "/srv/diaban",
            "DIABAN_PORT": "8080",
            "DIABAN_LANGUAGES": "en, vi",
            "DIABAN_SESSION_HOURS": "2.5",
            "DIABAN_TESTING": "yes",
            "DIABAN_SECRET_KEY": "s" * 40,
        }
    )
    assert config.database_url == "sqlite:////srv/diaban/diaban.gpkg"
    assert (config.port, config.languages, config.session_hours, config.testing) == (
        8080,
        ("en", "vi"),
        2.5,
        True,
    )


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("DIABAN_PORT", "http"),
        ("DIABAN_PORT", "70000"),
        ("DIABAN_PORT", "80.5"),
        ("DIABAN_SESSION_HOURS", "nan"),
        ("DIABAN_SESSION_HOURS", "0"),
        ("DIABAN_MIN_HOTSPOT_AREA_M2", "-1"),
        ("DIABAN_LANGUAGES", "vi,fr"),
        ("DIABAN_LANGUAGES", ""),
        ("DIABAN_DEFAULT_LANGUAGE", "fr"),
        ("DIABAN_DATABASE_URL", "mysql://x"),
        ("DIABAN_LIMITS_URL", "file://x"),
        ("DIABAN_SECRET_KEY", "short"),
        ("DIABAN_BASEMAP_URL", "https://tiles.example/{z}.png"),
        ("DIABAN_VN2000_ZONE", "EPSG:3857"),
        ("DIABAN_VN2000_ZONE", "EPSG:6958"),
        ("DIABAN_TESTING", "perhaps"),
    ],
)
def test_wrong_values_name_their_variable(variable: str, text: str) -> None:
    with pytest.raises(ConfigError) as raised:
        Config.from_env({variable: text})
    assert raised.value.code == "setting_invalid"
    assert raised.value.facts["variable"] == variable
    for locale in LANGUAGES:
        told = Translator(locale, is_strict=True).error(raised.value.code, raised.value.facts)
        assert variable in told


def test_a_misspelt_setting_is_refused() -> None:
    with pytest.raises(ConfigError) as raised:
        Config.from_env({"DIABAN_PROT": "8080"})
    assert (raised.value.code, raised.value.facts["variable"]) == ("setting_unknown", "DIABAN_PROT")


def test_every_setting_is_explained() -> None:
    for field in dataclasses.fields(Config):
        assert field.metadata["help"].endswith("."), field.name
        assert {"unit", "least", "most"} <= set(field.metadata)


def test_secrets_are_not_printed() -> None:
    shown = repr(
        Config(
            secret_key="q" * 40,
            database_url="postgresql+psycopg://u:hidden@h/d",
            limits_url="redis://:hidden@h",
        )
    )
    assert "hidden" not in shown
    assert "qqqq" not in shown


def test_the_secret_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    config = Config(data_dir=tmp_path / "new")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: get_secret_key(config), range(32)))
    assert len(keys) == 1
    [path] = (tmp_path / "new").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(keys.pop()) >= 32
    assert get_secret_key(dataclasses.replace(config, secret_key="s" * 32)) == "s" * 32


def test_problems_come_with_a_cure_in_both_languages(tmp_path: Path) -> None:
    get_secret_key(Config(data_dir=tmp_path))
    (tmp_path / "secret_key").chmod(0o644)
    config = Config(
        data_dir=tmp_path,
        database_url="postgresql+psycopg://u@h/d",
        host="0.0.0.0",
        min_hotspot_area_m2=10,
        basemap_url="https://tiles.example/{z}/{x}/{y}.png",
        testing=True,
    )
    found = config.check(Translator("vi", is_strict=True))
    assert {problem.id for problem in found} == {
        "hotspot_minimum_lowered",
        "secret_key_on_disk",
        "secret_key_readable",
        "limits_in_memory",
        "open_without_proxy",
        "basemap_unnamed",
        "testing_on",
    }
    english = config.check(Translator("en", is_strict=True))
    assert [one.id for one in english] == [one.id for one in found]
    assert {one.hint for one in english}.isdisjoint({one.hint for one in found})
    assert Config(data_dir=tmp_path / "none").check() == []


def test_the_origin_of_the_base_map() -> None:
    assert basemap_origin(Config(basemap_url="https://t.vn:8443/{z}/{x}/{y}.png")) == "https://t.vn:8443"
    assert basemap_origin(Config(basemap_url="/static/q8.pmtiles")) is None
    assert basemap_origin(Config()) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("roads_file", "roads.gpkg"),
        ("roads_file", "../roads.osm.pbf"),
        ("router_url", "router:5000"),
        ("router_url", "file:///etc/passwd"),
        ("router_kind", "google"),
        ("router_seconds", "0"),
    ],
)
def test_ways_that_cannot_be_are_refused_at_the_start(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as refused:
        Config.from_env({f"DIABAN_{name.upper()}": value})
    assert refused.value.facts["variable"] == f"DIABAN_{name.upper()}"


def test_the_address_of_a_router_may_hold_a_secret() -> None:
    assert "secret" not in repr(Config(router_url="http://user:secret@router:5000"))
