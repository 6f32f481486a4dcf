"""Errors: one shape for programs, one page for people, nothing told of faults."""

import inspect
from collections.abc import Callable

import orjson
import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule

import geo.errors
import layers.errors
import webmap.errors
from geo.errors import AppError, InvalidGeometry, InvalidTour, NoRoute, PersonalData, UnknownCrs
from layers.errors import (
    Gone,
    ImportRejected,
    NotFound,
    OutsideScope,
    QueryTooHeavy,
    Refused,
    StaleVersion,
    StorageUnavailable,
)
from tests.webmap.applications import Prepare
from webmap.errors import (
    BadParameter,
    ConfigError,
    NotSignedIn,
    PreconditionMissing,
    RequestRefused,
    TooMuchForAMap,
)
from webmap.http.auth import PUBLIC
from webmap.http.errors import HTTP_CODES, STATUS
from webmap.http.security import SAFE_METHODS
from webmap.texts import LANGUAGES, load_catalogue

Headers = Callable[..., dict[str, str]]

CASES: list[tuple[AppError, int]] = [
    (BadParameter("bbox", "bbox"), 400),
    (InvalidGeometry("geometry_empty", at=""), 400),
    (UnknownCrs("crs_unknown", crs="EPSG:1"), 400),
    (RequestRefused("form_expired"), 400),
    (NotSignedIn("token_invalid"), 401),
    (OutsideScope("not_allowed", action="hotspot.read"), 403),
    (NotFound("collection_not_found", collection="x"), 404),
    (StaleVersion("version_stale", started_from=1, present=2), 409),
    (Gone("device_wiped"), 410),
    (InvalidTour("tour_too_large", stops=1001, most=1000), 422),
    (NoRoute("no_route_in_water", lon=106.6, lat=10.7), 422),
    (PersonalData("personal_data", field="note", kind="phone", start=0, end=10), 422),
    (Refused("move_not_allowed", source="DE_XUAT", target="ON_DINH", day="2025-01-01"), 422),
    (ImportRejected("import_took_too_long", limit=120), 422),
    (TooMuchForAMap("too_many_places", limit=20_000), 422),
    (PreconditionMissing("precondition_required"), 428),
    (ConfigError("setting_invalid", variable="DIABAN_PORT", expected="number"), 500),
    (QueryTooHeavy("query_too_heavy"), 503),
    (StorageUnavailable("storage_busy"), 503),
]


def _add_failing(app: Flask) -> None:
    def fail() -> str:
        raise current_app.config["FAULT"]

    app.add_url_rule("/api/fail", view_func=fail, methods=["GET", "POST"])
    app.add_url_rule("/fail", endpoint="fail_page", view_func=fail)


@pytest.fixture
def prepare() -> Prepare:
    """Return what adds a page which raises."""
    return _add_failing


@pytest.fixture
def failing(app: Flask) -> Callable[[Exception], str]:
    """Return a function that tells the page what to raise."""

    def tell(error: Exception) -> str:
        app.config["FAULT"] = error
        return "/api/fail"

    return tell


@pytest.mark.parametrize(("error", "status"), CASES, ids=lambda case: getattr(case, "code", None))
def test_programs_get_a_problem(
    client: FlaskClient, bearer: Headers, failing: Callable[[Exception], str], error: AppError, status: int
) -> None:
    answer = client.get(failing(error), headers=bearer())
    body = orjson.loads(answer.data)
    assert answer.status_code == body["status"] == status
    assert answer.mimetype == "application/problem+json"
    assert {"type", "title", "status", "detail", "code", "facts", "request_id"} <= set(body)
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert answer.headers["Cache-Control"] == "no-store"
    if status == 500:
        assert (body["code"], body["facts"]) == ("fault", {})
        assert "DIABAN_PORT" not in answer.text
    else:
        assert body["code"] == error.code
    if isinstance(error, BadParameter):
        assert body["parameter"] == "bbox"
        assert body["expected"].startswith("4 hoặc 6 số")
    assert ("Retry-After" in answer.headers) is (status == 503)


@pytest.mark.parametrize(("error", "status"), CASES, ids=lambda case: getattr(case, "code", None))
def test_people_get_a_page(
    client: FlaskClient, bearer: Headers, failing: Callable[[Exception], str], error: AppError, status: int
) -> None:
    failing(error)
    answer = client.get("/fail", headers={**bearer(), "Accept": "text/html"})
    if isinstance(error, NotSignedIn):
        assert (answer.status_code, answer.location) == (303, "/sign-in?next=%2Ffail")
        return
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert answer.headers["X-Request-Id"] in answer.text


def test_every_error_class_has_a_status_and_a_case() -> None:
    classes = {
        kind
        for module in (geo.errors, layers.errors, webmap.errors)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, AppError) and kind is not AppError
    }
    assert set(STATUS) == classes
    assert {type(error) for error, _ in CASES} == classes


def test_every_code_of_the_framework_has_texts() -> None:
    for locale in LANGUAGES:
        forms = load_catalogue(locale).forms
        assert all(f"errors.{code}" in forms for code in HTTP_CODES.values())
        statuses = {*HTTP_CODES, *STATUS.values(), 410, 412, 500}
        assert all(f"errors.title.{status}" in forms for status in statuses)


def test_a_fault_tells_its_id_and_the_log_the_rest(
    client: FlaskClient,
    bearer: Headers,
    failing: Callable[[Exception], str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = client.get(failing(RuntimeError("the secret place")), headers=bearer())
    body = orjson.loads(answer.data)
    assert (answer.status_code, body["code"]) == (500, "fault")
    assert "secret place" not in answer.text
    assert "the secret place" in caplog.text
    assert body["request_id"] in caplog.text


def test_a_fault_of_a_page_is_a_page(
    client: FlaskClient, bearer: Headers, failing: Callable[[Exception], str]
) -> None:
    failing(RuntimeError("the secret place"))
    answer = client.get("/fail", headers={**bearer(), "Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (500, "text/html")
    assert "secret place" not in answer.text


def test_stale_versions_are_412_where_if_match_was_sent(
    client: FlaskClient, bearer: Headers, failing: Callable[[Exception], str]
) -> None:
    path = failing(StaleVersion("version_stale", started_from=1, present=2))
    assert client.get(path, headers={**bearer(), "If-Match": '"1"'}).status_code == 412


def test_the_framework_speaks_the_same_way(client: FlaskClient, bearer: Headers) -> None:
    headers = bearer()
    missing = client.get("/api/nothing", headers=headers)
    assert (missing.status_code, missing.json["code"]) == (404, "page_not_found")
    wrong = client.post("/api/collections", headers=headers)
    assert (wrong.status_code, wrong.json["code"]) == (405, "method_not_allowed")
    assert "GET" in wrong.headers["Allow"]
    large = client.post(
        "/api/collections", data=b"x" * 17_000_000, headers={**headers, "Content-Type": "application/json"}
    )
    assert (large.status_code, large.json["code"]) == (413, "body_too_large")


def test_the_language_of_a_problem_follows_the_caller(client: FlaskClient) -> None:
    english = client.get("/api", headers={"Accept-Language": "en"})
    assert english.json["detail"] == "Sign in to go on."
    assert english.headers["Content-Language"] == "en"
    for wish in ("vi", "en-US,en;q=0.9,vi;q=0.8", "fr", ""):
        assert (
            client.get("/api", headers={"Accept-Language": wish}).json["detail"]
            == "Hãy đăng nhập để tiếp tục."
        )


SAMPLES = {"uuid": "00000000-0000-4000-8000-000000000000"}


def _sample(rule: Rule, name: str) -> str:
    converter = rule._converters[name]
    return min(converter.items) if isinstance(converter, AnyConverter) else SAMPLES.get(name, "1")


def test_nobody_gets_in_without_signing_in(app: Flask, client: FlaskClient) -> None:
    seen = set()
    for rule in app.url_map.iter_rules():
        values = {name: _sample(rule, name) for name in rule.arguments}
        path = rule.build(values, append_unknown=False)
        assert path is not None
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = client.open(path[1], method=method)
            if rule.endpoint in PUBLIC:
                assert answer.status_code not in {401, 403}, path
            elif path[1].startswith("/api"):
                assert answer.status_code == 401, path
                challenges = answer.headers.getlist("WWW-Authenticate")
                assert {text.split()[0] for text in challenges} == {"Basic", "Bearer"}
            else:
                assert answer.status_code == 303, path
                assert answer.location.startswith("/sign-in"), path
            seen.add((rule.endpoint, method in SAFE_METHODS))
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= PUBLIC
    assert ("features.items", True) in seen


def test_a_browsers_own_dialogue_is_not_asked_for(client: FlaskClient) -> None:
    for headers in ({"Accept": "text/html"}, {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}):
        answer = client.get("/api", headers=headers)
        assert answer.status_code == 401
        assert answer.headers.getlist("WWW-Authenticate") == ['Bearer realm="diaban"']
    fetched = client.get("/map/data", headers={"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"})
    assert (fetched.status_code, fetched.mimetype) == (401, "application/problem+json")


@pytest.mark.parametrize(
    "header", ["Bearer nope", "Bearer ", "Basic bm9wZTpub3Bl", "Basic ///", "Digest x=1", "Bearer \xe9"]
)
def test_a_wrong_token_is_never_taken_for_a_session(client: FlaskClient, header: str) -> None:
    answer = client.get("/api", headers={"Authorization": header})
    assert answer.status_code == 401


def test_basic_takes_the_token_as_password(client: FlaskClient, bearer: Headers) -> None:
    secret = bearer()["Authorization"].removeprefix("Bearer ")
    assert client.get("/api", auth=("anyone", secret)).status_code == 200
    assert client.get("/api", auth=(secret, "")).status_code == 401
