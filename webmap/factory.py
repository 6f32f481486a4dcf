"""Builds the web application: one straight list of what it is made of."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import orjson
from flask import Flask, Response, send_file
from flask.json.provider import JSONProvider
from flask_compress import Compress
from werkzeug.exceptions import NotFound

from layers.imports.taking_up import take_up
from layers.places.drafts import Extent
from layers.store.blobs import BlobStore
from layers.store.database import Database
from webmap import (
    boundaries_command,
    check_command,
    cli,
    export_command,
    import_command,
    plan_command,
    report_command,
    snapshot_command,
    worker_command,
)
from webmap.api import editing, features, health, openapi, styles, sync, tiles, visit_editing
from webmap.config import Config, get_secret_key
from webmap.http import auth, demo_mark, errors, forms, i18n, links, repeat, respond, security
from webmap.pages.admin import (
    account,
    admin,
    boundaries,
    boundary_areas,
    boundary_crosswalk,
    boundary_repairs,
    boundary_successions,
    clusters,
    crossings,
    devices,
    lists,
    view_as,
)
from webmap.pages.dashboard import counts as dashboard_counts
from webmap.pages.dashboard import dashboard, listed
from webmap.pages.field import field
from webmap.pages.files import exports, import_batch, imports, qgis
from webmap.pages.outings import (
    plan_changes,
    plan_files,
    plan_new,
    plan_page,
    plan_rest,
    plan_stop,
    plan_team,
    plans,
)
from webmap.pages.overview import conflicts, history, home, hotspots, map_tiles, search
from webmap.pages.overview import map as map_page
from webmap.pages.places import drawing, lineage, places, status
from webmap.pages.planning import calendar, feeds, frequencies, peaks, supervision_edit, supervision_plans
from webmap.pages.programme import counts
from webmap.pages.records import document_corrections, documents
from webmap.pages.reports import board as report_board
from webmap.pages.reports import report_files, report_templates, reports
from webmap.pages.sheets import codes, pack, present, saved_maps, snapshots
from webmap.pages.sheets import links as share_links
from webmap.pages.supervision import (
    images,
    recommendation_draft,
    recommendations,
    visit_changes,
    visit_slips,
    visits,
)
from webmap.pages.work import downloads
from webmap.render import assets

BLUEPRINTS = (
    account.blueprint,
    home.blueprint,
    map_page.blueprint,
    map_tiles.blueprint,
    drawing.blueprint,
    hotspots.blueprint,
    visits.blueprint,
    visit_changes.blueprint,
    visit_slips.blueprint,
    places.blueprint,
    lineage.blueprint,
    search.blueprint,
    status.blueprint,
    counts.blueprint,
    documents.blueprint,
    document_corrections.blueprint,
    images.blueprint,
    field.blueprint,
    recommendations.blueprint,
    recommendation_draft.blueprint,
    history.blueprint,
    conflicts.blueprint,
    admin.blueprint,
    devices.blueprint,
    lists.blueprint,
    clusters.blueprint,
    boundaries.blueprint,
    boundary_areas.blueprint,
    boundary_crosswalk.blueprint,
    boundary_repairs.blueprint,
    boundary_successions.blueprint,
    crossings.blueprint,
    view_as.blueprint,
    dashboard.blueprint,
    dashboard_counts.blueprint,
    present.blueprint,
    listed.blueprint,
    plans.blueprint,
    plan_new.blueprint,
    plan_page.blueprint,
    plan_changes.blueprint,
    plan_rest.blueprint,
    plan_stop.blueprint,
    plan_team.blueprint,
    supervision_plans.blueprint,
    supervision_edit.blueprint,
    peaks.blueprint,
    frequencies.blueprint,
    calendar.blueprint,
    feeds.blueprint,
    plan_files.blueprint,
    downloads.blueprint,
    exports.blueprint,
    imports.blueprint,
    import_batch.blueprint,
    saved_maps.blueprint,
    pack.blueprint,
    codes.blueprint,
    snapshots.blueprint,
    share_links.blueprint,
    report_board.blueprint,
    report_templates.blueprint,
    report_files.blueprint,
    reports.blueprint,
    qgis.blueprint,
    features.blueprint,
    editing.blueprint,
    visit_editing.blueprint,
    tiles.blueprint,
    styles.blueprint,
    openapi.blueprint,
    sync.blueprint,
    health.blueprint,
)


class _Json(JSONProvider):
    """Flask's own JSON, for sessions and templates, by the library that writes all of ours."""

    def dumps(self, obj: Any, **_options: object) -> str:
        return orjson.dumps(obj, option=orjson.OPT_NON_STR_KEYS).decode()

    def loads(self, s: str | bytes, **_options: object) -> Any:
        return orjson.loads(s)


class Diaban(Flask):
    """The application; files whose address names their content may be kept for a year."""

    json_provider_class = _Json

    def send_static_file(self, filename: str) -> Response:
        """Return a file of ours, or of a library that pages are made of; no other file can be asked for."""
        file = assets.find_file(filename)
        if file is None:
            raise NotFound
        response = send_file(file, max_age=links.cache_seconds(filename), conditional=True)
        packed = assets.packed(file)
        return respond.send_packed(response, lambda: packed) if packed else response


def utc_now() -> datetime:
    """Return the present as an aware UTC time."""
    return datetime.now(UTC)


def create_app(config: Config | None = None, *, clock: Callable[[], datetime] = utc_now) -> Flask:
    """Return the application.

    Parameters
    ----------
    config
        Settings; by default those of the environment.
    clock
        Returns the present as an aware time.

    Raises
    ------
    ConfigError
        A setting that the service cannot start with.
    """
    config = config or Config.from_env(os.environ)
    app = Diaban(__name__)
    app.config["DIABAN"] = config
    app.secret_key = get_secret_key(config)
    app.testing = config.testing
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["database"] = Database(
        config.database_url,
        clock=clock,
        query_seconds=config.query_seconds,
        take_up=partial(take_up, least=Extent(config.min_hotspot_length_m, config.min_hotspot_area_m2)),
    )
    app.extensions["files"] = BlobStore(config.data_dir / "files")
    app.config["COMPRESS_MIMETYPES"] = COMPRESSED
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_LEVEL"] = 4
    app.config["COMPRESS_BR_LEVEL"] = 5
    Compress(app)
    repeat.init_app(app)
    security.init_app(app)
    i18n.init_app(app)
    links.init_app(app)
    auth.init_app(app)
    demo_mark.init_app(app)
    forms.init_app(app)
    errors.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    cli.init_app(app)
    boundaries_command.init_app(app)
    check_command.init_app(app)
    export_command.init_app(app)
    import_command.init_app(app)
    plan_command.init_app(app)
    report_command.init_app(app)
    snapshot_command.init_app(app)
    worker_command.init_app(app)
    return app


COMPRESSED = [
    "text/html",
    "text/css",
    "text/plain",
    "text/javascript",
    "application/json",
    "application/geo+json",
    "application/vnd.oai.openapi+json",
    "application/problem+json",
    "application/manifest+json",
    "image/svg+xml",
]
"""Answers that are sent compressed where the caller takes that."""
