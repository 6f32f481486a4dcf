"""A program with a token that reads and changes features, as QGIS does."""

from typing import Any

import orjson
from flask.testing import FlaskClient


class Program:
    """A program with a token, as QGIS is one."""

    def __init__(self, client: FlaskClient, headers: dict[str, str]) -> None:
        self.client, self.headers = client, headers

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = "application/merge-patch+json" if method == "PATCH" else "application/geo+json"
        data = None if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
        options = {"data": data, "content_type": kind} if body is not None else {}
        return self.client.open(path, method=method, headers={**self.headers, **sent}, **options)

    def tag(self, path: str) -> str:
        return str(self.send("GET", path).headers["ETag"])

    def read(self, path: str) -> Any:
        return self.send("GET", path).json
