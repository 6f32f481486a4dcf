"""The form about water or a crossing: what it asks, and what it reads as."""

from typing import Any, Self
from uuid import uuid4

import orjson
import shapely
from shapely.geometry.base import BaseGeometry
from wtforms import BooleanField

from geo.formats.geojson import geometry_text
from geo.travel.modes import MODES, MOTORBIKE, WALKING
from layers.travel.crossings import LEAST_ACCURATE_M, LONGEST
from layers.travel.landmarks import CROSSING, EVERYONE, Drawing, Landmark
from webmap.http.forms import Given, LineField, UuidField, WholeField
from webmap.http.i18n import t
from webmap.pages.admin.boundary_forms import DrawnForm, VersionForm


class CrossingForm(DrawnForm):
    """Water or a crossing: what it is called, where it lies, who may use it."""

    uuid = UuidField()
    name = LineField(validators=[Given()], most=LONGEST["name"])
    walking = BooleanField()
    motorbike = BooleanField()
    position_accuracy_m = WholeField(least=0, most=int(LEAST_ACCURATE_M))
    source = LineField(validators=[Given()], most=LONGEST["source"])

    @classmethod
    def new(cls) -> Self:
        """Return the form for what is yet to be drawn: open to everybody."""
        opened = {mode.code: True for mode in MODES}
        source = t("crossings.drawn_here")
        return cls(data={"uuid": str(uuid4()), "version": 0, "source": source, **opened})

    @classmethod
    def about(cls, landmark: Landmark) -> Self:
        """Return the form for what is there."""
        drawing = landmark.drawing
        accuracy_m = drawing.position_accuracy_m
        told: dict[str, Any] = {
            "version": landmark.version,
            "name": drawing.name,
            "source": drawing.source,
            "position_accuracy_m": None if accuracy_m is None else round(accuracy_m),
            "shape": orjson.loads(geometry_text(drawing.geometry)),
        }
        return cls(data=told | {mode.code: mode.code in drawing.modes for mode in MODES})

    def drawing(self, kind: str, before: BaseGeometry | None = None) -> Drawing:
        """Return what was typed and drawn, once it is valid.

        Raises
        ------
        InvalidGeometry, Refused
            Where what was drawn or typed as positions cannot be read, or is missing.
        """
        opened = {WALKING.code: self.walking.data, MOTORBIKE.code: self.motorbike.data}
        accuracy_m = self.position_accuracy_m.data
        return Drawing(
            kind=kind,
            name=str(self.name.data),
            geometry=shapely.force_2d(self.geometry(self._shape_kind(kind), before)),
            position_accuracy_m=None if accuracy_m is None else float(accuracy_m),
            source=str(self.source.data),
            modes=frozenset(code for code, is_open in opened.items() if is_open)
            if kind == CROSSING
            else EVERYONE,
        )

    def _shape_kind(self, kind: str) -> str:
        """Return how typed positions are read: one position is a bridge as a point."""
        lines = [line for line in (self.coordinates.data or "").splitlines() if line.strip()]
        return "point" if kind == CROSSING and len(lines) == 1 else "alley"


class ChangeForm(CrossingForm):
    """A correction, with its reason."""

    reason = LineField(validators=[Given()], most=200)


class RemovalForm(VersionForm):
    """Why water or a crossing goes off the map."""

    reason = LineField(validators=[Given()], most=200)
