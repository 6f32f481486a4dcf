"""The report: values that JSON can hold, whatever was found."""

import orjson
import shapely

from layers.imports.diagnosis_report import tell_report
from layers.store.database import Database
from tests.layers.imports.conftest import Importing


def test_a_report_says_what_was_found(database: Database, importing: Importing) -> None:
    rows = [
        ({"TEN": "Hẻm 12 Phạm Thế Hiển", "GHICHU": "ông Nguyễn Văn Hùng"}, shapely.Point(106.66, 10.74)),
        ({"TEN": "Hẻm 14 Phạm Thế Hiển", "GHICHU": ""}, shapely.Point(106.67, 10.74)),
    ]
    told = orjson.loads(orjson.dumps(tell_report(importing.examine(database, "hotspots", rows))))
    assert (told["crs"], told["declared"], told["columns"]) == ("EPSG:4326", "EPSG:4326", ["TEN", "GHICHU"])
    assert (told["features"], told["accepted"], told["faults_total"]) == (2, 1, 1)
    assert "Hùng" not in str(told)
    (shown,) = told["samples"]
    assert shown["before"] == {"TEN": "Hẻm 14 Phạm Thế Hiển"}
    assert shown["after"] == {"name": "Hẻm 14 Phạm Thế Hiển"}
    assert shown["at_after"] == [106.67, 10.74]
    documents = tell_report(importing.examine(database, "documents", [({"TEN": "Kế hoạch"}, None)]))
    assert (documents["crs"], documents["declared"]) == (None, None)
