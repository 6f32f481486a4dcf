"""Where tests find boundary files: nasty samples of our own, and nations' worth that are not part of the product."""

from pathlib import Path

import pyogrio
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

MESSY = Path("tests/data/messy")
"""Made from our own figures of Quận 8; what each shows is told in its README."""

NATIONAL = Path("../shared/boundaries")

needs_national = pytest.mark.skipif(
    not NATIONAL.is_dir(), reason=f"{NATIONAL} with the boundaries of the nation is not beside this folder"
)


def read_shapes(path: Path, where: str | None = None) -> list[BaseGeometry]:
    """Return the geometries of the first layer of a file, as they are in it."""
    return list(shapely.from_wkb(pyogrio.raw.read(path, columns=[], where=where)[2]))


def read_texts(path: Path, column: str, encoding: str | None = None) -> list[str]:
    """Return one column of the first layer of a file, by a codec of Python where one is named."""
    return [
        str(text)
        for text in pyogrio.raw.read(path, columns=[column], read_geometry=False, encoding=encoding)[3][0]
    ]
