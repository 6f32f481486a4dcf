"""What was found in a file as a whole, in words of both languages: why, how sure, and what else it could be."""

import pytest
from flask import Flask

from tests.webmap.pages.files.reports import FOUND, batch_of
from webmap.http.i18n import speak
from webmap.pages.files.import_findings import tell_findings


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_everything_that_was_found_says_why(app: Flask, locale: str) -> None:
    with app.test_request_context():
        speak(locale)
        crs, encoding, mapping = tell_findings(batch_of())
        assert crs.what == "VN-2000 / TM-3 105-45 (EPSG:9210)"
        assert "WGS 84 / TM-3 105-45" in crs.why
        assert "226" in crs.why
        assert "TEN" in encoding.title
        assert "TCVN3" in encoding.what
        assert encoding.pairs == [("Ph\xad\xeang 1", "Phường 1")]
        assert "Phòng Nội vụ" in mapping.why
        assert "GHI_CHU" in mapping.why
        assert "X" not in mapping.why.split("GHI_CHU")[1]  # it holds the position
        assert [column for column, _ in mapping.pairs] == ["MA", "TEN"]
        assert [(one.what, one.percent) for one in crs.chances] == [
            ("VN-2000 / TM-3 105-45", 100),
            ("VN-2000 / TM-3 106-00", 61),
        ]
        assert "12 m" in crs.chances[0].words
        assert crs.chances[1].words  # its axes are swapped
        assert [(one.what.split(" ")[0], one.percent) for one in encoding.chances] == [
            ("TCVN3", 98),
            ("VNI", 2),
        ]
        assert ["TEN_CU" in words for words in mapping.notes] == [True]


def test_every_reason_has_its_words(app: Flask) -> None:
    with app.test_request_context():
        for reason in (
            "declared_fits",
            "zone_found",
            "undecided",
            "prj_missing",
            "prj_wrong",
            "axes_swapped",
            "not_here",
            "given",
        ):
            found = {**FOUND, "crs_reason": reason, "is_swapped": reason == "axes_swapped"}
            assert tell_findings(batch_of(diagnosis=found))[0].is_warning == (
                reason in ("not_here", "undecided")
            )
        for reason in ("ascii", "unicode", "decomposed", "utf8_bytes", "syllables", "foreign", "given"):
            found = {**FOUND, "encoding_reasons": dict.fromkeys(FOUND["encodings"], reason)}
            assert all(one.what for one in tell_findings(batch_of(diagnosis=found)))
        bare = {
            **FOUND,
            "crs": None,
            "crs_reason": "",
            "declared": None,
            "mapping": {},
            "mapping_reason": "names",
        }
        assert tell_findings(batch_of(diagnosis=bare))[-1].is_warning


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_how_days_and_numbers_are_written_is_told_where_it_matters(app: Flask, locale: str) -> None:
    sample = {"nth": 1, "before": {"NGAY": "03/02/2012", "SS": "12.5"}, "after": {"valid_from": "2012-02-03"}}
    with app.test_request_context():
        speak(locale)
        for reason in ("given", "shown", "usual", "mixed", "unclear", "whole", "plain"):
            customs = {
                "valid_from": {"kind": "day", "name": "day_first", "reason": reason},
                "position_accuracy_m": {"kind": "number", "name": "dot", "reason": reason},
            }
            mapping = {"valid_from": "NGAY", "position_accuracy_m": "SS"}
            found = {**FOUND, "mapping": mapping, "conventions": customs, "samples": [sample]}
            told = tell_findings(batch_of(target="hotspots", diagnosis=found))[3:]
            assert len(told) == (0 if reason == "plain" else 2)
            assert all(one.is_warning == (reason in ("usual", "mixed", "unclear")) for one in told)
            assert [one.pairs for one in told[:1]] == (
                [] if reason == "plain" else [[("03/02/2012", _THE_DAY[locale])]]
            )


_THE_DAY = {"vi": "ngày 3 tháng 2 năm 2012", "en": "day 3 of month 2, 2012"}
