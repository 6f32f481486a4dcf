"""The pages above a page of the API, each of which is there."""

from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn
from webmap.api.crumbs import find_crumbs


def test_every_page_above_is_named_and_there(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer")
    with client.application.test_request_context("/"):
        assert find_crumbs("/api") == []
        crumbs = find_crumbs("/api/collections/hotspots/tiles/WebMercatorQuad")
        others = [
            *find_crumbs("/api/tileMatrixSets/x"),
            *find_crumbs("/api/collections/visits/items/GS00001"),
        ]
    assert [one.title for one in crumbs] == ["Giao diện", "Các tập dữ liệu", "Địa bàn", "Các bộ ô bản đồ"]
    for one in (*crumbs, *others):
        answer = client.get(one.path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.mimetype) == (200, "text/html"), one.path
