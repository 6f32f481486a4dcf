"""Owns what is asked of an export, and what the writers of files are given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geo.geodesy.crs import WGS84_LONLAT, Crs
from layers.exports.export_rows import ExportField, ExportLayer
from layers.exports.export_spool import Spool
from layers.store.query import FeatureQuery

UTF8: Final = "utf-8"
TCVN3: Final = "tcvn3"


@dataclass(frozen=True)
class ExportOrder:
    """What is asked of an export.

    Attributes
    ----------
    layer
        One of `layers.exports.export_rows.LAYERS`.
    query
        Which rows, of which day; its page is of no account, for an export is whole.
    form
        One of `layers.exports.exports.FORMATS`.
    crs
        Coordinates of the file.
    encoding
        Of its texts: ``utf-8``, or ``tcvn3`` for programs of the time before Unicode.
    codes
        Only rows about the places with these codes, in layers that are about places; None for all.
    """

    layer: str
    query: FeatureQuery
    form: str
    crs: Crs = WGS84_LONLAT
    encoding: str = UTF8
    codes: frozenset[str] | None = None


@dataclass(frozen=True)
class Symbology:
    """How a layer looks where a program lets files say so.

    Attributes
    ----------
    colors
        sRGB hexadecimal, by code of a line of the legend.
    find_code
        Returns the code of the line that a row is of by its values, None where there is none.
    qml
        Style of QGIS for each shape of `layers.exports.export_rows.SHAPES`.
    """

    colors: Mapping[str, str]
    find_code: Callable[[Mapping[str, Any]], str | None]
    qml: Mapping[str, str]


@dataclass(frozen=True)
class ReadMe:
    """What a note beside a file has to tell.

    Attributes
    ----------
    order
        What was asked.
    names
        By name of a field, what it is called in the file.
    counts
        Rows of each file in the archive, by its name.
    """

    order: ExportOrder
    names: Mapping[str, str]
    counts: Mapping[str, int]


def _say_nothing(_read_me: ReadMe) -> str:
    return ""


@dataclass(frozen=True)
class Dress:
    """What the storey above knows and files say: words and looks.

    Attributes
    ----------
    title
        What the file is about.
    symbols
        By layer.
    write_note
        Writes the note that lies beside a file that cannot say all by itself.
    """

    title: str = ""
    symbols: Mapping[str, Symbology] = field(default_factory=dict)
    write_note: Callable[[ReadMe], str] = _say_nothing


@dataclass(frozen=True)
class Writing:
    """What a writer is given: the layer, what was asked, the rows, where to write, and what the file is to say."""

    layer: ExportLayer
    order: ExportOrder
    spool: Spool
    path: Path
    dress: Dress

    @property
    def fields(self) -> tuple[ExportField, ...]:
        """Fields of the layer."""
        return self.layer.fields

    @property
    def symbols(self) -> Symbology | None:
        """How the layer looks, where that was said."""
        return self.dress.symbols.get(self.layer.id)

    def parts(self, *, with_empty: bool) -> dict[str, str]:
        """Return the layers of a file that holds one shape in each: their names, by shape.

        Parameters
        ----------
        with_empty
            Whether those without rows are told too; the first always is where there are no rows at all.
        """
        shapes = self.layer.shapes
        told = [shape for shape in shapes if with_empty or self.spool.counts[shape]] or list(shapes[:1])
        several = len(shapes) > 1
        return {shape: f"{self.layer.id}_{shape}s" if several else self.layer.id for shape in told}
