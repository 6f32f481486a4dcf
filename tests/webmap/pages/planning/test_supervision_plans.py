"""The pages of supervision plans: wards of a year, places by month, and the same as tables."""

import csv
import io
import re
from datetime import date

from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.areas.clusters import Cluster, put_clusters
from layers.places.references import find_hotspot_row
from layers.planning.frequencies import Planner
from layers.planning.quotas import Quota
from layers.planning.supervision_plans import PlanDraft, fill_plan, put_plan
from layers.records.documents import Document, add_document
from layers.store.database import Database
from tests.layers.planning.rules import uuid
from tests.rows import add_visits
from tests.webmap.conftest import SignIn

PHU_DINH, BINH_DONG, CHANH_HUNG = "27427@2025-07-01", "27424@2025-07-01", "27418@2025-07-01"


def _plan(store: Database) -> None:
    with store.write(SYSTEM, "plan.put") as change:
        paper = Document("KH", "Kế hoạch giám sát", "03/KH-MTTQ", "UBMTTQ phường", date(2026, 1, 9), uuid(5))
        add_document(change, paper)
        draft = PlanDraft(
            {"DB00003": Quota(per_month=2, from_month=9), "DB00004": Quota(every_days=10)}, uuid(5)
        )
        put_plan(change, PHU_DINH, 2026, draft, Planner(), version=0)
        place = find_hotspot_row(change.connection, "DB00003")
        add_visits(change, place, date(2026, 9, 3), date(2026, 9, 20), date(2026, 10, 31))
        add_visits(change, place, date(2026, 11, 25), state="planned")


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_wards_of_a_year_with_what_is_in_plans_and_what_is_not(
    client: FlaskClient, store: Database, sign_in: SignIn
) -> None:
    _plan(store)
    sign_in("viewer", "776")
    page = client.get("/plans/supervision").text
    for words in ("Phường Bình Đông", f"/plans/supervision/{PHU_DINH}/2026", "2 địa bàn trong kế hoạch",
                  "2 địa bàn đang theo dõi chưa có trong kế hoạch nào"):  # fmt: skip
        assert words in page, words
    rows = {row["Phường"]: row for row in _table(client.get("/plans/supervision.csv").text)}
    assert [(rows["Phường Phú Định"][name]) for name in ("Trong kế hoạch", "Ngoài kế hoạch", "Đã giám sát")] == [
        "2", "1", "3"
    ]  # fmt: skip
    assert rows["Phường Bình Đông"]["Đạt (%)"] == ""


def test_a_past_year_is_told_by_the_wards_of_its_time(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    page = client.get("/plans/supervision?year=2012").text
    assert "Phường 6" in page
    assert "Phường Bình Đông" not in page
    assert "chưa có địa bàn nào" in client.get("/plans/supervision?year=2011").text
    assert client.get("/plans/supervision?year=1999").status_code == 400
    assert client.get(f"/plans/supervision/{PHU_DINH}/1999").status_code == 404
    assert client.get("/plans/supervision/99999@start/2026").status_code == 404


def test_a_ward_shows_its_places_by_month_with_the_document_and_what_is_missing(
    client: FlaskClient, store: Database, sign_in: SignIn
) -> None:
    _plan(store)
    sign_in("officer", PHU_DINH)
    page = client.get(f"/plans/supervision/{PHU_DINH}/2026").text
    for words in ("03/KH-MTTQ", "1 địa bàn chưa có trong kế hoạch nào của năm 2026", "Thêm 1 địa bàn vào kế hoạch",
                  "2 lượt mỗi tháng, từ tháng 9", "10 ngày một lượt",
                  "Tháng 10: đã làm 1, phải có 2.", "Thiếu 1.", "1 lượt đã lên lịch"):  # fmt: skip
        assert words in page, words
    (row,) = [
        one
        for one in _table(client.get(f"/plans/supervision/{PHU_DINH}/2026.csv").text)
        if one["Mã"] == "DB00003"
    ]
    assert (row["T9 phải có"], row["T9 đã làm"], row["T10 đã làm"], row["T8 phải có"]) == ("2", "2", "1", "0")
    assert (row["Cả năm"], row["Phường đầu mối"]) == ("8", "Phường Phú Định")


def test_a_reader_is_shown_no_button_and_no_place_beyond_his_area(
    client: FlaskClient, store: Database, sign_in: SignIn
) -> None:
    _plan(store)
    sign_in("viewer", CHANH_HUNG)
    page = client.get(f"/plans/supervision/{PHU_DINH}/2026").text
    assert "DB00003" in page, "it lies in his ward too"
    assert "DB00004" not in page
    assert "/edit" not in page
    assert "/fill" not in page
    beside = client.get(f"/plans/supervision/{CHANH_HUNG}/2026").text
    assert "Địa bàn chung, phường khác đầu mối" in beside


def test_the_plan_of_a_former_ward_is_linked_from_the_one_that_followed(
    client: FlaskClient, store: Database, sign_in: SignIn
) -> None:
    with store.write(SYSTEM, "plan.fill") as change:
        fill_plan(change, "27424@start", 2012, Planner(), version=0)
    sign_in("viewer", BINH_DONG)
    page = client.get(f"/plans/supervision/{BINH_DONG}/2026").text
    assert "Phường 6, năm 2012" in page
    assert client.get("/plans/supervision/27424@start/2012").status_code == 200


def test_wards_are_summed_up_by_the_clusters_of_the_year(
    client: FlaskClient, store: Database, sign_in: SignIn
) -> None:
    _plan(store)
    with store.write(SYSTEM, "cluster.put") as change:
        put_clusters(change, 2026, 0, [Cluster(1, "Cụm 1", (PHU_DINH, CHANH_HUNG))])
    sign_in("viewer", "776")
    page = client.get("/plans/supervision").text
    order = [page.index(f">{words}<") for words in ("Cụm 1", "Phường Phú Định", "Phường chưa thuộc cụm nào")]
    assert order == sorted(order)
    assert re.search(r'rowgroup">Cụm 1</th>\s*<td[^>]*>2</td>\s*<td[^>]*>1</td>', page)
    rows = {row["Phường"]: row["Cụm"] for row in _table(client.get("/plans/supervision.csv").text)}
    assert rows == {"Phường Phú Định": "Cụm 1", "Phường Bình Đông": ""}
    assert "rowgroup" not in client.get("/plans/supervision?year=2025").text
