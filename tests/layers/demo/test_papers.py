"""Scans and pictures of the demo: files that the register takes, the same bytes every time."""

import pytest

from layers.demo.papers import PICTURES, draw_picture, draw_scan
from layers.records.scans import PDF, prepare_scan
from layers.supervision.photos import prepare_image


def test_a_scan_is_a_document_that_the_register_takes_as_it_is() -> None:
    body = draw_scan("01/QĐ-MẪU")
    assert prepare_scan(body).media_type == PDF
    assert draw_scan("01/QĐ-MẪU") == body
    assert draw_scan("02/QĐ-MẪU") != body


@pytest.mark.parametrize("number", range(PICTURES))
def test_a_picture_is_one_that_the_register_takes(number: int) -> None:
    prepared = prepare_image(draw_picture(number))
    assert (prepared.width_px, prepared.height_px) == (800, 600)
    assert draw_picture(number) != draw_picture(number + 1)
