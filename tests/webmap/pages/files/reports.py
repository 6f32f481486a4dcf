"""A report of a file as the doctor writes it: an old map of wards, VN-2000 that calls itself WGS 84."""

from datetime import UTC, datetime
from typing import Any

from layers.imports.batch_records import Batch

FOUND: dict[str, Any] = {
    "layer": "phuong",
    "driver": "ESRI Shapefile",
    "crs": "EPSG:9210",
    "crs_reason": "datum_missing",
    "crs_facts": {"share": 100, "border_m": 12.4},
    "crs_rivals": [{"crs": "EPSG:9211", "is_swapped": True, "share": 61, "border_m": None}],
    "declared": "WGS 84 / TM-3 105-45",
    "is_swapped": False,
    "encodings": {"TEN": "tcvn3", "GHI_CHU": "utf-8"},
    "encoding_chances": {"TEN": {"tcvn3": 0.98, "vni": 0.02}, "GHI_CHU": {"utf-8": 1.0}},
    "encoding_reasons": {"TEN": "syllables", "GHI_CHU": "ascii"},
    "columns": ["MA", "TEN", "GHI_CHU", "X"],
    "shape_from": {"x": "X"},
    "mapping": {"code": "MA", "name": "TEN"},
    "mapping_reason": "remembered",
    "mapping_rivals": {"name": ["TEN_CU"]},
    "conventions": {},
    "features": 3,
    "accepted": 2,
    "repaired": 1,
    "duplicates": 0,
    "faults": [
        {
            "nth": 1,
            "code": "import_shape_repaired",
            "facts": {"changes": ["rings_rebuilt"]},
            "is_fatal": False,
        },
        {"nth": 2, "code": "import_field_missing", "facts": {"field": "name"}, "is_fatal": True},
    ],
    "faults_total": 5,
    "samples": [
        {
            "nth": 1,
            "before": {"MA": "27394", "TEN": "Ph\xad\xeang 1"},
            "after": {"code": "27394", "name": "Phường 1"},
        }
    ],
}


def batch_of(**changed: Any) -> Batch:
    """Return a batch that waits, with this report."""
    told: dict[str, Any] = {
        "id": 1, "uuid": "u", "code": "NT00001", "state": "staged", "version": 1, "target": "boundaries",
        "file_name": "phuong.zip", "sha256": "0" * 64, "layer": None, "sender": "Phòng Nội vụ",
        "wish": {"crs": None, "encodings": {}, "mapping": None, "valid_from": "2027-01-01", "sender": "Phòng Nội vụ",
                 "conventions": {}},
        "diagnosis": FOUND, "made": {}, "recorded_at": datetime(2026, 11, 22, tzinfo=UTC), "by": "lan",
        "confirmed_at": None, "ended_at": None, "reason": None,
    }  # fmt: skip
    return Batch(**{**told, **changed})
