"""Every setting of the service, read once from the environment into one frozen value."""

import dataclasses
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

from geo.errors import UnknownCrs
from geo.geodesy.crs import find_crs
from webmap.errors import ConfigError
from webmap.texts import LANGUAGES, Translator

PREFIX = "DIABAN_"
SHORTEST_SECRET = 32
HOTSPOT_MINIMUM_LENGTH_M = 20.0
HOTSPOT_MINIMUM_AREA_M2 = 200.0

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})
_DATABASES = ("sqlite", "postgresql")
_ROUTERS = ("osrm", "valhalla")
_QUEUES = ("", "redis", "rediss", "unix")
_LIMIT_STORES = ("memory", "redis", "rediss", "unix", "redis+unix")


Value = TypeVar("Value")


class Problem(NamedTuple):
    """Something about the settings that whoever runs the service should look at, and the cure."""

    id: str
    hint: str


def setting(
    default: Value, about: str, *, unit: str = "", least: float | None = None, most: float | None = None
) -> Value:
    """Declare a setting: its default, what it means, its unit and the values it may take."""
    return field(default=default, metadata={"help": about, "unit": unit, "least": least, "most": most})


def secret(default: str, about: str) -> str:
    """Declare a setting that is never printed, because it is or may hold a password."""
    return field(
        default=default, repr=False, metadata={"help": about, "unit": "", "least": None, "most": None}
    )


@dataclass(frozen=True)
class Config:
    """How one running service is set up. Each field is the environment variable ``DIABAN_<NAME>``."""

    data_dir: Path = setting(  # noqa: RUF009 - declares a field, as dataclasses.field does
        Path("data"), "Folder for the database, the secret key and uploaded files."
    )
    database_url: str = secret(
        "",
        "Database: sqlite:///FILE.gpkg or postgresql+psycopg://…; empty for diaban.gpkg in the data folder.",
    )
    secret_key: str = secret(
        "",
        "Key that signs the session cookies, 32 characters or more; "
        "empty: made at the first start and kept in the data folder.",
    )
    host: str = setting("127.0.0.1", "Address to listen on; 0.0.0.0 for every network card.")
    port: int = setting(8000, "Port to listen on.", least=0, most=65535)
    threads: int = setting(8, "Requests answered at the same time by one process.", least=1, most=256)
    kept_mb: float = setting(
        48.0,
        "Memory for answers of the API that are kept, so that they need not be made again.",
        unit="MB",
        least=0,
        most=4096,
    )
    trusted_proxies: int = setting(
        0,
        "How many reverse proxies stand before the service and set X-Forwarded-For and -Proto.",
        least=0,
        most=5,
    )
    languages: tuple[str, ...] = setting(LANGUAGES, "Languages on offer, separated by commas.")
    default_language: str = setting("vi", "Language of whoever has not chosen one.")
    session_hours: float = setting(12.0, "How long a sign-in lasts.", unit="h", least=0.1, most=24 * 31)
    link_minutes: float = setting(
        15.0, "How long a one-time sign-in link is good for.", unit="min", least=1, most=60 * 24 * 7
    )
    token_days: int = setting(365, "How long a new API token is good for.", unit="d", least=1, most=3650)
    sign_ins_per_account: int = setting(
        5, "Failed sign-ins per minute and account.", unit="1/min", least=1, most=1000
    )
    sign_ins_per_address: int = setting(
        20, "Failed sign-ins per minute and network address.", unit="1/min", least=1, most=10000
    )
    limits_url: str = secret(
        "memory://", "Where sign-ins are counted: memory:// (one process) or redis://HOST:PORT/N."
    )
    max_upload_mb: float = setting(16.0, "Largest request body.", unit="MB", least=0.1, most=2048)
    max_import_mb: float = setting(
        500.0, "Largest file that can be imported by a page.", unit="MB", least=0.1, most=2048
    )
    query_seconds: float = setting(
        10.0, "Longest time one question to the database may take.", unit="s", least=0.1, most=600
    )
    min_hotspot_length_m: float = setting(
        HOTSPOT_MINIMUM_LENGTH_M,
        "Shortest alley that may be a hotspot, so that a house never is one.",
        unit="m",
        least=0,
    )
    min_hotspot_area_m2: float = setting(
        HOTSPOT_MINIMUM_AREA_M2,
        "Smallest area that may be a hotspot, so that a house never is one.",
        unit="m2",
        least=0,
    )
    watch_months: int = setting(12, "Watch period after a conversion.", unit="months", least=1, most=120)
    reply_working_days: int = setting(
        15, "Working days within which a recommendation is to be answered.", unit="days", least=1, most=250
    )
    report_day: int = setting(
        25, "Day of the last month of a period on which its report is due.", unit="day", least=1, most=28
    )
    strict_deadlines: bool = setting(
        True, "Whether what is wanted before a day has to be received by the end of the day before it."
    )
    image_months: int = setting(
        24,
        "How long pictures are kept after their visit; then flask purge removes them.",
        unit="months",
        least=1,
        most=240,
    )
    visit_days_complicated: int = setting(
        7, "Days between visits to a place under watch or relapsed.", unit="days", least=1, most=366
    )
    visit_days_in_conversion: int = setting(
        14, "Days between visits to a place in conversion.", unit="days", least=1, most=366
    )
    visit_days_converted: int = setting(
        30, "Days between visits to a converted place.", unit="days", least=1, most=366
    )
    peak_divisor: int = setting(
        2, "By how much a peak period divides the days between visits.", unit="times", least=1, most=30
    )
    visit_minutes: int = setting(
        20, "How long a visit takes as a rule, when a day is planned.", unit="min", least=1, most=480
    )
    plan_most_stops: int = setting(
        100,
        "Places that the plan of a day weighs at most: the most pressing.",
        unit="places",
        least=1,
        most=200,
    )
    vn2000_zone: str = setting("EPSG:9210", "VN-2000 zone in which coordinates are shown beside WGS 84.")
    map_tiles_from: int = setting(
        5000,
        "Versions of places from which on the map takes them in tiles, instead of all at once.",
        unit="versions",
        least=1,
        most=20_000,
    )
    basemap_url: str = setting(
        "",
        "Base map: XYZ or WMTS template with {z}, {x}, {y} (or {TileMatrix}, {TileCol}, {TileRow}), the address of "
        "a .pmtiles file, or the name of one in the data folder, which is then served from here; empty for none.",
    )
    basemap_attribution: str = setting("", "Source of the base map, as it is to be named on the map.")
    roads_file: str = setting(
        "",
        "Name of an OpenStreetMap extract (.osm.pbf) in the data folder, by whose roads days are planned; empty: "
        "straight lines that cross water at the crossings of the register only.",
    )
    router_url: str = secret(
        "",
        "Address of an OSRM or Valhalla server that finds the ways instead; {mode} in it stands for walking or "
        "motorbike. The places of a day's plan are sent there, and nowhere else.",
    )
    router_kind: str = setting("osrm", "What answers there: osrm or valhalla.")
    router_seconds: float = setting(
        5.0, "Longest time one answer of the router may take.", unit="s", least=0.1, most=120
    )
    jobs_url: str = secret(
        "", "Where long work waits for workers: redis://HOST:PORT/N; empty: a file in the data folder."
    )
    job_threads: int = setting(1, "Long works that one worker does at the same time.", least=1, most=64)
    download_days: int = setting(
        7, "How long the file that came of long work is kept for who asked.", unit="d", least=1, most=90
    )
    testing: bool = setting(False, "Tests only: a missing text is an error.")

    def __post_init__(self) -> None:
        """Derive the database from the data folder, and refuse values that cannot work."""
        if not self.database_url:
            # A frozen value has no other way to derive one field from another.
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_dir / 'diaban.gpkg'}")
        for declared in dataclasses.fields(self):
            _require_range(declared, getattr(self, declared.name))
        _require("database_url", self.database_url.split(":")[0].split("+")[0] in _DATABASES, "database_url")
        _require("limits_url", self.limits_url.split(":")[0] in _LIMIT_STORES, "limits_url")
        _require("jobs_url", self.jobs_url.split(":")[0] in _QUEUES, "jobs_url")
        _require("languages", bool(self.languages) and set(self.languages) <= set(LANGUAGES), "languages")
        _require("default_language", self.default_language in self.languages, "languages")
        _require("secret_key", not self.secret_key or len(self.secret_key) >= SHORTEST_SECRET, "secret_key")
        _require("vn2000_zone", _is_vn2000(self.vn2000_zone), "crs_accepted")
        _require("roads_file", not self.roads_file or _is_extract(self.roads_file), "roads_file")
        _require("router_url", not self.router_url or _is_web_address(self.router_url), "web_address")
        _require("router_kind", self.router_kind in _ROUTERS, "router_kind")
        _require("basemap_url", not self.basemap_url or _is_basemap(self.basemap_url), "basemap_url")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings from ``DIABAN_*`` variables.

        Raises
        ------
        ConfigError
            ``setting_invalid`` or ``setting_unknown``, with the name of the variable.
        """
        declared = {PREFIX + one.name.upper(): one for one in dataclasses.fields(cls)}
        values: dict[str, Any] = {}
        for variable, text in environ.items():
            if variable.startswith(PREFIX):
                if variable not in declared:
                    raise ConfigError("setting_unknown", variable=variable)
                one = declared[variable]
                values[one.name] = _parse(variable, text.strip(), one.default)
        return cls(**values)

    def check(self, translator: Translator | None = None) -> list[Problem]:
        """Return what needs a look, the cure in the default language or another."""
        translator = translator or Translator(self.default_language)
        found = [name for name, is_problem in _CHECKS.items() if is_problem(self)]
        return [
            Problem(name, translator.text(f"errors.check.{name}", folder=str(self.data_dir)))
            for name in found
        ]


def get_secret_key(config: Config) -> str:
    """Return the key that signs cookies: the set one, or the one kept in the data folder, made if need be.

    Several processes may start at once: the first to link its file wins, and all read that one.
    """
    if config.secret_key:
        return config.secret_key
    path = config.data_dir / "secret_key"
    if not path.exists():
        config.data_dir.mkdir(parents=True, exist_ok=True)
        draft = config.data_dir / f".secret_key.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def _parse(variable: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() not in _TRUE | _FALSE:
            raise ConfigError("setting_invalid", variable=variable, expected="switch")
        return text.lower() in _TRUE
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        if isinstance(default, int):
            return int(text)
        if isinstance(default, float):
            return float(text)
    except ValueError as error:
        expected = "whole_number" if isinstance(default, int) else "number"
        raise ConfigError("setting_invalid", variable=variable, expected=expected) from error
    return Path(text) if isinstance(default, Path) else text


def _require(name: str, is_right: bool, expected: str, **facts: object) -> None:
    if not is_right:
        raise ConfigError("setting_invalid", variable=PREFIX + name.upper(), expected=expected, **facts)


def _require_range(declared: "dataclasses.Field[Any]", value: float) -> None:
    least, most = declared.metadata["least"], declared.metadata["most"]
    if least is None and most is None:
        return
    is_right = (least is None or value >= least) and (most is None or value <= most)
    expected = "number_from" if most is None else "number_between"
    _require(declared.name, is_right, expected, minimum=least, maximum=most)


def _is_vn2000(zone: str) -> bool:
    try:
        found = find_crs(zone)
    except UnknownCrs:
        return False
    return found.is_vn2000 and found.kind == "projected"


def _is_basemap(url: str) -> bool:
    templates = (("{z}", "{x}", "{y}"), ("{TileMatrix}", "{TileCol}", "{TileRow}"))
    return url.endswith(".pmtiles") or any(all(part in url for part in parts) for parts in templates)


def _is_extract(name: str) -> bool:
    return name.endswith(".osm.pbf") and "/" not in name and "\\" not in name


def _is_web_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def basemap_file(config: Config) -> Path | None:
    """Return the base map that lies in the data folder, None where it is elsewhere or there is none."""
    name = config.basemap_url
    if not name.endswith(".pmtiles") or "/" in name or "\\" in name:
        return None
    return (config.data_dir / name).resolve()


def basemap_origin(config: Config) -> str | None:
    """Return scheme and host of the base map where it is elsewhere, for the content security policy."""
    parts = urlsplit(config.basemap_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else None


_CHECKS: dict[str, Callable[[Config], bool]] = {
    "hotspot_minimum_lowered": lambda config: (
        config.min_hotspot_length_m < HOTSPOT_MINIMUM_LENGTH_M
        or config.min_hotspot_area_m2 < HOTSPOT_MINIMUM_AREA_M2
    ),
    "secret_key_on_disk": lambda config: (
        not config.secret_key and config.database_url.startswith("postgresql")
    ),
    "secret_key_readable": lambda config: _is_readable_by_others(config.data_dir / "secret_key"),
    "limits_in_memory": lambda config: (
        config.limits_url.startswith("memory") and config.database_url.startswith("postgresql")
    ),
    "open_without_proxy": lambda config: (
        config.host not in {"127.0.0.1", "localhost", "::1"} and config.trusted_proxies == 0
    ),
    "basemap_unnamed": lambda config: bool(config.basemap_url) and not config.basemap_attribution,
    "data_folder_readonly": lambda config: (
        config.data_dir.exists() and not os.access(config.data_dir, os.W_OK)
    ),
    "testing_on": lambda config: config.testing,
}


def _is_readable_by_others(path: Path) -> bool:
    return os.name == "posix" and path.exists() and bool(path.stat().st_mode & 0o077)
