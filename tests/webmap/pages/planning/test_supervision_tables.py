"""Supervision plans for spreadsheets: how often in words, and cells that stay what they are."""

import pytest
from flask import Flask

from layers.planning.progress_figures import WardGroup, WardProgress
from layers.planning.quotas import Quota
from webmap.pages.planning.supervision_tables import quota_words, write_places, write_wards


@pytest.mark.parametrize(
    ("quota", "words"),
    [
        (None, "chưa có trong kế hoạch"),
        (Quota(per_month=2), "2 lượt mỗi tháng"),
        (Quota(every_days=10, from_month=4), "10 ngày một lượt, từ tháng 4"),
    ],
)
def test_how_often_in_words(app: Flask, quota: Quota | None, words: str) -> None:
    with app.test_request_context():
        assert quota_words(quota) == words


def test_a_ward_without_places_is_a_table_with_heads_alone(app: Flask) -> None:
    empty = WardProgress("w", "=Phường", ())
    with app.test_request_context():
        assert len(write_places(empty).splitlines()) == 1
        assert write_wards([WardGroup(None, (empty,))]).splitlines()[1].startswith("'=Phường,w,,0,0,")
