"""Reads slides as the programs do that get them."""

import io
from typing import Any

from pptx import Presentation


def read_slides(body: bytes) -> list[Any]:
    """Return the slides of a file."""
    return list(Presentation(io.BytesIO(body)).slides)


def words_of(slide: Any) -> str:
    """Return all that is written on a slide outside of tables."""
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def tables_of(slide: Any) -> list[list[list[str]]]:
    """Return the tables of a slide: rows of words."""
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def pictures_of(slide: Any) -> list[str]:
    """Return what stands for each picture of a slide where it cannot be seen."""
    return [shape._element.nvPicPr.cNvPr.get("descr") for shape in slide.shapes if shape.shape_type == 13]
