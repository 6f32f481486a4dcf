"""What a printed map is before anything draws it: the map, its paper, its words and what it says of itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, NamedTuple, Self

from geo.types import BBox
from webmap.maps.scene import Scene
from webmap.maps.spec import MapSpec

KINDS: Final = ("status", "figure", "atlas")
"""Places by status; a figure by area; an overview and then one page for each ward."""

PAPERS: Final = ("A4", "A3")
ORIENTATIONS: Final = ("landscape", "portrait")
GRIDS: Final = ("vn2000", "graticule", "none")
RESOLUTIONS: Final = (96, 150, 300)
"""Dots per inch that are offered: for the screen, for an office printer, for a print shop."""

LEAST_DPI, MOST_DPI = 36, 600
LONGEST_TITLE: Final = 500


@dataclass(frozen=True)
class SheetSpec:
    """A printed map as it was asked for; pure data, so that a code opens the same sheet again.

    Attributes
    ----------
    map
        What is shown, as of when, through which filters.
    kind
        One of `KINDS`.
    area
        Public identifier of the area that fills the sheet; None: ``extent``, or else all that is shown.
    extent
        The frame in WGS 84 degrees; the sheet shows at least this.
    paper, orientation, grid
        One of `PAPERS`, `ORIENTATIONS`, `GRIDS`.
    title, subtitle
        Its heading; where the title is empty, the title of the map.
    locale
        Language of its words.
    has_table
        Whether the places are listed as well.
    dpi
        Dots per inch of a picture; of no matter to PDF and SVG.
    is_restricted
        Whether who took it, and when, is written across the map.
    """

    map: MapSpec
    kind: str = "status"
    area: str | None = None
    extent: BBox | None = None
    paper: str = "A4"
    orientation: str = "landscape"
    grid: str = "vn2000"
    title: str = ""
    subtitle: str = ""
    locale: str = "vi"
    has_table: bool = True
    dpi: int = 150
    is_restricted: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return values that JSON can hold; `from_json` gives the same sheet back."""
        return {
            **asdict(self),
            "map": self.map.to_json(),
            "extent": list(self.extent) if self.extent else None,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        extent = BBox(*told["extent"]) if told["extent"] else None
        return cls(**{**told, "map": MapSpec.from_json(told["map"]), "extent": extent})


@dataclass(frozen=True)
class Imprint:
    """What a sheet says of itself.

    Attributes
    ----------
    code, url
        Of the snapshot, which opens the same map again; empty where none was taken.
    watermark
        Written across the map: who printed restricted content, and when; empty otherwise.
    demo
        What to write on it where the data are invented; empty otherwise.
    """

    code: str = ""
    url: str = ""
    watermark: str = ""
    demo: str = ""


class FigureValue(NamedTuple):
    """The figure of an area: the same twice where it is known, the bounds where it is not, None where nothing is."""

    low: float | None
    high: float | None


@dataclass(frozen=True)
class AreaFigure:
    """A figure by area, as a map by colour shows it.

    Attributes
    ----------
    title
        What is counted, in the words of the sheet.
    values
        By the public identifier of the area; an area that is not named has no figure.
    note
        What whoever reads the figures must know; empty for nothing.
    """

    title: str
    values: Mapping[str, FigureValue] = field(default_factory=dict)
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return values that JSON can hold; `from_json` gives the same figure back."""
        values = {area: list(value) for area, value in self.values.items()}
        return {"title": self.title, "values": values, "note": self.note}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        values = {area: FigureValue(*bounds) for area, bounds in told["values"].items()}
        return cls(told["title"], values, told["note"])


@dataclass(frozen=True)
class Sheet:
    """A printed map with all that it is made of.

    Attributes
    ----------
    spec
        What was asked for.
    scene
        The map with its data: its ``feed`` is there.
    imprint
        What the sheet says of itself.
    figure
        What a sheet of the kind ``figure`` shows; None: how many places there are.
    """

    spec: SheetSpec
    scene: Scene
    imprint: Imprint = Imprint()
    figure: AreaFigure | None = None
