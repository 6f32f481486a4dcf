"""Which areas make up the table of an area, whatever set of boundaries either is of."""

from datetime import date

import pytest

from layers.actor import SYSTEM
from layers.areas.clusters import Cluster, put_clusters
from layers.errors import NotFound
from layers.store.database import Database
from layers.summaries.questions import Question
from layers.summaries.rows import describe
from layers.summaries.standing import Overlap, read_overlap, read_standing
from tests.layers.summaries.stories import BINH_DONG, CHANH_HUNG, TODAY, by_name


def test_an_area_is_told_by_the_rows_that_share_its_land(database: Database) -> None:
    with database.write(SYSTEM, "cluster.put") as change:
        put_clusters(change, 2026, 0, [Cluster(1, "Cụm phía Nam", (BINH_DONG, CHANH_HUNG))])
    with database.read() as connection:
        old = Question(TODAY, area="27424@start")
        assert by_name(read_standing(connection, SYSTEM, old)) == {"Phường Bình Đông": 1}
        cluster = Question(TODAY, area="cluster-2026-1")
        told = read_standing(connection, SYSTEM, cluster)
        assert by_name(told) == {"Phường Bình Đông": 1, "Phường Chánh Hưng": 1}
        assert (told.total.total, len(told.rows)) == (2, 2)
        assert describe(connection, cluster).name == "Cụm phía Nam"
        ward = describe(connection, old)
        assert (ward.name, ward.vintage_from, ward.vintage_title) == (
            "Phường 6", date(2025, 7, 1), "3 phường (từ 01/7/2025)"
        )  # fmt: skip
        quarter = Question(TODAY, level="grouping", vintage=date(2012, 2, 20))
        assert by_name(read_standing(connection, SYSTEM, quarter)) == {"Quận 8 (cũ)": 4}
        early = read_standing(connection, SYSTEM, Question(date(1975, 4, 30)))
        assert (early.total.total, read_overlap(connection, SYSTEM, early)) == (0, Overlap(0, 0))
        for unknown in ("99999@start", "cluster-2031-7", "nonsense@day"):
            with pytest.raises(NotFound, match="boundary_not_found"):
                read_standing(connection, SYSTEM, Question(TODAY, area=unknown))
            with pytest.raises(NotFound, match="boundary_not_found"):
                describe(connection, Question(TODAY, area=unknown))
