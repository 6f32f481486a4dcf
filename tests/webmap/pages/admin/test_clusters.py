"""The page of ward clusters: named, filled, carried over, and told when somebody else was faster."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.areas.clusters import Cluster, get_clusters, put_clusters
from layers.store.database import Database
from tests.webmap.conftest import SignIn, post

EAST, SOUTH, WEST = "27418@2025-07-01", "27427@2025-07-01", "27424@2025-07-01"
ONE = Cluster(1, "Cụm Một", (EAST, SOUTH))
PAGE = "/admin/clusters/2026"


@pytest.fixture(autouse=True)
def administrator(sign_in: SignIn) -> None:
    """Sign somebody in who keeps the lists."""
    sign_in("admin")


def _put(store: Database, year: int, version: int, *clusters: Cluster) -> None:
    with store.write(SYSTEM, "list.put_clusters") as change:
        put_clusters(change, year, version, clusters)


def _known(store: Database, year: int = 2026) -> tuple[Cluster, ...]:
    with store.read() as connection:
        return get_clusters(connection, year).clusters


def _fields(version: int = 0, **wards: int) -> dict[str, str]:
    """Return what a browser would send of two clusters, the second called as here."""
    named = {"clusters-0-number": "1", "clusters-0-name": "Cụm Một", "clusters-1-number": "2"}
    chosen = {f"ward-{ward}": str(number) for ward, number in wards.items()}
    return {"version": str(version), **named, "clusters-1-name": "Cụm Hai", **chosen}


def _chosen(page: str) -> dict[str, str]:
    radios = [tag for tag in re.findall(r"<input[^>]*>", page) if 'type="radio"' in tag and "checked" in tag]
    pairs = [re.search(r'name="ward-([^"]*)"\s+value="([^"]*)"', tag) for tag in radios]
    return {pair[1]: pair[2] for pair in pairs if pair and pair[2]}


def test_the_first_page_offers_three_clusters_and_every_ward(client: FlaskClient) -> None:
    page = client.get("/admin/clusters").text
    assert f'action="{PAGE}"' in page
    assert len(re.findall(r'name="clusters-\d-name"', page)) == 3
    assert "Phường Bình Đông" in page
    assert _chosen(page) == {}
    assert PAGE.rsplit("/", 1)[0] in client.get("/admin").text


def test_clusters_are_kept_and_shown_again(client: FlaskClient, store: Database) -> None:
    answer = post(client, PAGE, **_fields(**{EAST: 1, SOUTH: 1, WEST: 2}))
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert _known(store) == (ONE, Cluster(2, "Cụm Hai", (WEST,)))
    page = client.get(PAGE).text
    assert _chosen(page) == {EAST: "1", SOUTH: "1", WEST: "2"}
    assert "Mỗi phường đã ở đúng một cụm." in page


def test_wards_in_no_cluster_are_named(client: FlaskClient, store: Database) -> None:
    _put(store, 2026, 0, ONE)
    page = " ".join(client.get(PAGE).text.split())
    assert "1 phường chưa vào cụm nào: Phường Bình Đông." in page


def test_a_cluster_without_a_name_keeps_its_wards_on_the_page(client: FlaskClient, store: Database) -> None:
    fields = {**_fields(**{EAST: 1, WEST: 2}), "clusters-1-name": ""}
    answer = post(client, PAGE, **fields)
    assert answer.status_code == 422
    assert "Đặt tên cho cụm này" in answer.text
    assert _chosen(answer.text) == {EAST: "1", WEST: "2"}
    assert _known(store) == ()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"clusters-1-name": "cụm một"}, "cùng tên"),
        ({"clusters-1-name": "Ông Nguyễn Văn An"}, "người"),
        ({f"ward-{EAST}": "7"}, "không còn trên trang"),
        ({"version": "x"}, ""),
        ({"clusters-1-number": ""}, ""),
    ],
    ids=["same name", "person", "other cluster", "version", "number"],
)
def test_what_cannot_be_kept_is_told(
    client: FlaskClient, store: Database, given: dict[str, str], told: str
) -> None:
    answer = post(client, PAGE, **{**_fields(**{EAST: 1, WEST: 2}), **given})
    assert answer.status_code == 422
    assert told in answer.text
    assert _known(store) == ()


def test_who_comes_too_late_is_told_and_may_save_again(client: FlaskClient, store: Database) -> None:
    _put(store, 2026, 0, ONE)
    late = post(client, PAGE, **_fields(0, **{WEST: 2}))
    assert late.status_code == 412
    assert _chosen(late.text) == {WEST: "2"}
    assert re.search(r'name="version"\s+value="1"', late.text)
    assert _known(store) == (ONE,)


def test_the_clusters_of_the_year_before_are_offered_and_not_kept_unseen(
    client: FlaskClient, store: Database
) -> None:
    _put(store, 2026, 0, replace(ONE, wards=(EAST,)))
    assert "/admin/clusters/2027?from=2026" in client.get("/admin/clusters/2027").text
    page = client.get("/admin/clusters/2027?from=2026").text
    assert _chosen(page) == {EAST: "1"}
    assert 'value="Cụm Một"' in page
    assert _known(store, 2027) == ()


@pytest.mark.parametrize("year", ["2009", "2101", "99999999999"])
def test_years_far_away_are_not_found(client: FlaskClient, year: str) -> None:
    assert client.get(f"/admin/clusters/{year}").status_code == 404


def test_the_lists_of_the_daily_work_offer_clusters(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    _put(store, 2026, 0, ONE)
    sign_in("viewer", name="xem")
    page = client.get("/hotspots?ward=cluster-2026-1").text
    assert re.search(r'value="cluster-2026-1"[^>]*selected|selected[^>]*value="cluster-2026-1"', page)
    assert "DB00002" in page
    assert "DB00001" not in page
    assert "/map?ward=cluster" not in page
    for path in ("/visits", "/recommendations"):
        assert 'value="cluster-2026-1"' in client.get(path).text
        assert client.get(f"{path}?area=cluster-2026-1").status_code == 200
