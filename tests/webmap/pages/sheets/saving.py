"""Saving a map as a browser does."""

from uuid import uuid4

from flask.testing import FlaskClient

from tests.webmap.conftest import post

ADDRESS = "at=10.73,106.65,14&due=overdue"


def save(client: FlaskClient, **fields: str) -> None:
    """Save a map as BD00001, called Giao ban, for nobody else."""
    told = {"uuid": str(uuid4()), "map": ADDRESS, "title": "Giao ban", "shared_with": "nobody"}
    answer = post(client, "/maps", **{**told, **fields})
    assert answer.status_code == 303, answer.text
