"""What pages of reports are told by the settings and by their address."""

import pytest
from flask import Flask

from layers.reporting.deadlines import Deadlines
from webmap.errors import BadParameter
from webmap.pages.reports.reading import deadlines, read_year


def test_days_are_those_of_the_settings(app: Flask) -> None:
    with app.test_request_context():
        assert deadlines() == Deadlines(25, is_strict=True)
        assert (read_year(None), read_year("2012")) == (2026, 2012)
        for text in ("", "x", "2009", "２０２６", "20260"):
            with pytest.raises(BadParameter):
                read_year(text)
