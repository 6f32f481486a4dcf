"""What a machine makes up from the description of the API finds no fault: schemathesis, the same cases every time."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from layers.actor import SYSTEM
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.tokens import add_api_token
from layers.people.users import add_user
from layers.store.catalog import COLLECTIONS
from layers.store.database import Database
from tests.clock import START, Clock
from tests.layers.places.supervised import add_visit
from tests.stock import Stock
from tests.webmap.conftest import PASSWORD, fill_two_days_earlier
from webmap.config import Config
from webmap.factory import create_app
from webmap.http import params

Case = schemathesis.Case[Any]

SEED = 8
CASES = 20

MEANING = {"bbox", "datetime", "cursor", "as-known-on", "vintage", "filter"}
"""Parameters whose pattern cannot say all: 30 February, an end before its start, a cursor that we did not write."""

COLLECTION_PATHS = [
    f"/api/collections/{name}{tail}" for name in COLLECTIONS for tail in ("/items", "/items/{id}")
]
REAL_IDS = {"boundaries": "27424@2025-07-01", "hotspots": "DB00001", "visits": "GS00001"}
PLAIN_PATHS = [
    "/api",
    "/api/conformance",
    "/api/docs",
    "/api/openapi.json",
    "/api/collections",
    *(f"/api/collections/{name}" for name in COLLECTIONS),
    *(f"/api/collections/{name}/queryables" for name in COLLECTIONS),
    *(f"/api/collections/{name}/tiles" for name in COLLECTIONS),
    *(f"/api/collections/{name}/styles" for name in COLLECTIONS),
    "/api/tileMatrixSets",
    "/api/styles",
    "/healthz",
    "/readyz",
]
TILE_PATHS = [
    "/api/tileMatrixSets/{tileMatrixSetId}",
    *(f"/api/collections/{name}/tiles/WebMercatorQuad" for name in COLLECTIONS),
    *(f"/api/styles/{name}" for name in COLLECTIONS),
    *(
        f"/api/collections/{name}/tiles/WebMercatorQuad/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
        for name in COLLECTIONS
    ),
]
"""With all filters at once nothing made up is answered: test_ogc_tiles and test_styles ask for what is."""

SYNC_PATHS = [
    f"/api/sync/{tail}"
    for tail in ("session", "devices", "area", "entries", "received", "uploads", "uploads/{uuid}")
]
"""Of devices, which have a session and no token: test_sync asks them."""


@pytest.fixture(scope="module")
def api(
    tmp_path_factory: pytest.TempPathFactory, stocks: Callable[[str], Stock], database_kind: str
) -> Iterator["Api"]:
    """Return the API as schemathesis sees it: the default data, and the token of someone who sees all of it."""
    with stocks(database_kind).lend(fill_two_days_earlier, Clock(START)) as database:
        url = database.url.render_as_string(hide_password=False)
        folder = tmp_path_factory.mktemp("fuzz")
        app = create_app(Config(data_dir=folder, database_url=url, secret_key="k" * 32, testing=True))
        app.config["PROPAGATE_EXCEPTIONS"] = False
        yield _describe(app, database)
        app.extensions["database"].close()


def _describe(app: Flask, database: Database) -> "Api":
    add_visit(database)
    with database.write(SYSTEM, "token.add") as change:
        user = add_user(change, "fuzz", password=PASSWORD)
        add_grant(change, user, "coordinator", EVERYWHERE)
        secret = add_api_token(change, user, "fuzz", days=30)
    # Uncompressed, since the client of the tests does not unpack.
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app, headers=headers)
    schema.config.generation.update(with_security_parameters=False)
    return Api(schema, headers)


@dataclass
class Api:
    """The API as schemathesis sees it, and who asks."""

    schema: Any
    headers: dict[str, str]
    told: Counter[int] = field(default_factory=Counter)

    def judge(self, case: Case) -> None:
        """Send a case and judge the answer by every check; a refusal of what the schema allows must say why."""
        answer = case.call(headers=self.headers)
        self.told[answer.status_code] += 1
        # That check sends each case twice more; test_scope_matrix asks at every door.
        excused: list[Any] = [ignored_auth]
        if answer.status_code == 400 and _means_nothing(answer):
            excused.append(positive_data_acceptance)
        if _asks_for_too_many(case):
            excused.append(negative_data_rejection)
        case.validate_response(answer, headers=self.headers, excluded_checks=excused)


def _means_nothing(answer: Any) -> bool:
    if "html" in answer.headers["content-type"][0]:
        named = (
            *(f"“{name}”" for name in MEANING),
            "bộ lọc",
            "Bộ lọc",
        )  # what is wrong with a filter is told so
        return any(words in answer.text for words in named)
    return answer.json()["parameter"] in MEANING


def _asks_for_too_many(case: Case) -> bool:
    limit = str((case.query or {}).get("limit", ""))
    return limit.isdecimal() and int(limit) > params.LIMIT_MOST  # OGC: means the maximum


def test_every_operation_is_asked(api: Api) -> None:
    described = set(api.schema.raw_schema["paths"])
    assert described == {*COLLECTION_PATHS, *PLAIN_PATHS, *TILE_PATHS, *SYNC_PATHS}


@pytest.mark.parametrize("path", [*COLLECTION_PATHS, *PLAIN_PATHS])
def test_edges_of_every_parameter(api: Api, path: str) -> None:
    cases = api.schema.iter_coverage_cases(
        api.schema[path]["GET"],
        generation_modes=list(GenerationMode),
        generation_config=api.schema.config.generation,
    )
    api.told.clear()
    for case in cases:
        api.judge(case)
    # No made-up number is that of a feature: test_made_up_requests asks for one that there is.
    assert set(api.told) >= {405} | (set() if path.endswith("{id}") else {200})
    assert 401 not in api.told


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", COLLECTION_PATHS)
def test_made_up_requests(api: Api, path: str, mode: GenerationMode) -> None:
    @seed(SEED)
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=api.schema[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        api.judge(case)
        if path.endswith("{id}") and mode.is_positive:
            case.path_parameters["id"] = REAL_IDS[path.split("/")[3]]
            api.judge(case)

    api.told.clear()
    ask()
    assert 401 not in api.told
    assert 200 in api.told or mode.is_negative
