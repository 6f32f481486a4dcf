"""Says whether the process lives and whether it can serve."""

from flask import Blueprint, Response

from layers.errors import StorageUnavailable
from webmap.http.auth import database
from webmap.http.respond import to_json

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer as long as the process does."""
    return to_json({"status": "ok"})


@blueprint.get("/readyz")
def readyz() -> Response:
    """Answer 200 when the database answers with the tables of this version, else a 503 problem."""
    if not database().is_migrated():
        raise StorageUnavailable("storage_not_migrated")
    return to_json({"status": "ok"})
