"""The forms about sets of boundaries: what they ask, and what they read as."""

from collections.abc import Callable
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from wtforms import BooleanField, FormField

from geo.errors import InvalidGeometry, PersonalData
from geo.formats.geojson import geometry_text, parse_geometry
from geo.geodesy.crs import find_crs
from layers.areas.draft_edits import LONGEST_NAME, MOST_PEOPLE, AreaFacts
from layers.areas.draft_repairs import TOLERANCES_M
from layers.areas.vintage_drafts import DRAWN_LEVELS, LONGEST_TEXT, DraftArea, DraftRef
from layers.areas.vintages import Area, Vintage
from layers.errors import OutsideScope, Refused
from layers.store.database import Write
from webmap.http import auth
from webmap.http.coordinates import LONGEST_LINES, coordinate_systems, read_coordinates
from webmap.http.forms import (
    CodeField,
    DayField,
    Given,
    JsonField,
    LineField,
    NoteField,
    PageForm,
    UuidField,
    WholeField,
)
from webmap.http.i18n import t

DRAFT = "/admin/boundaries/drafts/<int(max=2147483647):draft_id>"
"""Where the pages of a draft begin."""

MOST_VERTICES = 50_000
_LARGEST = 2**31 - 1


class DraftForm(PageForm):
    """A form about a draft.

    Attributes
    ----------
    status
        Of the answer that shows it again.
    """

    status = 200

    def words(self) -> str:
        """Return everything that is told of it, where a page has no place for each field."""
        return " ".join([*self.told, *(str(words) for field in self for words in field.errors)])


class VersionForm(DraftForm):
    """From which version of the draft somebody started."""

    version = WholeField(least=0, most=999_999_999, validators=[Given()])


class SetForm(DraftForm):
    """What is said of the whole set."""

    uuid = UuidField()
    version = WholeField(least=0, most=999_999_999)
    valid_from = DayField(validators=[Given()])
    title = LineField(validators=[Given()], most=LONGEST_TEXT)
    legal_basis = LineField(validators=[Given()], most=LONGEST_TEXT)
    source = LineField(validators=[Given()], most=LONGEST_TEXT)

    def vintage(self) -> Vintage:
        """Return what was typed, once it is valid."""
        told: dict[str, Any] = self.data
        return Vintage(told["valid_from"], told["title"], told["legal_basis"], told["source"])


class FactsForm(DraftForm):
    """What is said of an area."""

    name = LineField(validators=[Given()], most=LONGEST_NAME)
    full_name = LineField(most=LONGEST_NAME)
    code = LineField(validators=[Given()], most=20)
    level = CodeField(validators=[Given()])
    population = WholeField(least=0, most=MOST_PEOPLE)
    population_on = DayField()
    is_partial = BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level.choices = [(level, t(f"boundaries.level.{level}")) for level in DRAWN_LEVELS]

    def facts(self, parent: str | None) -> AreaFacts:
        """Return what was typed, once it is valid."""
        return AreaFacts(
            code=str(self.code.data),
            name=str(self.name.data),
            full_name=self.full_name.data or str(self.name.data),
            level=str(self.level.data),
            is_partial=bool(self.is_partial.data),
            population=self.population.data,
            population_on=self.population_on.data,
            parent=parent,
        )


class DrawnForm(VersionForm):
    """What is drawn on the map, or typed as positions."""

    shape = JsonField()
    coordinates = NoteField(most=LONGEST_LINES)
    coordinates_crs = CodeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coordinates_crs.choices = coordinate_systems()

    def geometry(self, kind: str, before: BaseGeometry | None = None) -> BaseGeometry:
        """Return what was drawn; or typed, where the drawing is still the one that the page came with.

        Parameters
        ----------
        kind
            ``area`` or ``alley`` (a line), as positions are read.
        before
            The area as it is; what was not redrawn stays exactly this.

        Raises
        ------
        InvalidGeometry
            Where it cannot be read.
        Refused
            ``shape_missing`` where there is neither.
        """
        if self.coordinates.data and self._is_as_before(before):
            crs = find_crs(self.coordinates_crs.data or "EPSG:4326")
            return read_coordinates(self.coordinates.data, crs, kind=kind)
        if before is not None and self._is_as_before(before):
            return before
        if self.shape.data is None:
            raise Refused("shape_missing", field="shape")
        return parse_geometry(self.shape.data, max_vertices=MOST_VERTICES)

    def _is_as_before(self, before: BaseGeometry | None) -> bool:
        if self.shape.data is None:
            return True
        if before is None:
            return False
        drawn = parse_geometry(self.shape.data, max_vertices=MOST_VERTICES)
        return geometry_text(drawn) == geometry_text(before)


class AreaForm(DrawnForm, FactsForm):
    """An area: what it is called and where it lies."""

    follows = BooleanField()


class MergeForm(VersionForm, FactsForm):
    """The area that goes on instead of some."""


class SplitForm(DrawnForm):
    """Where an area is cut, and what its halves are."""

    first = FormField(FactsForm)
    second = FormField(FactsForm)


class SettleForm(DraftForm):
    """Which faults are settled: one, whose land an area gets, or all smaller than an area as it is proposed."""

    fault = WholeField(least=0, most=99_999)
    heir = WholeField(least=0, most=_LARGEST)
    under = WholeField(least=1, most=999_999_999)


class MendForm(VersionForm, SettleForm):
    """The same, to be done."""


class SimplifyForm(DraftForm):
    """How coarse the borders of a level may become."""

    tolerance = WholeField(least=TOLERANCES_M[0], most=TOLERANCES_M[1], validators=[Given()])
    level = CodeField(validators=[Given()])
    keeps_outline = BooleanField()


class CoarserForm(VersionForm, SimplifyForm):
    """The same, to be done."""


class PublishForm(VersionForm):
    """Whether land that is lost or gained was seen."""

    acknowledged = BooleanField()


def ref_of(draft_id: int, form: Any) -> DraftRef:
    """Return the draft as the writer saw it."""
    return DraftRef(draft_id, int(form.version.data))


def facts_of(area: Area) -> dict[str, Any]:
    """Return what is said of an area as a form shows it."""
    names = ("name", "full_name", "code", "level", "population", "population_on", "is_partial")
    return {name: getattr(area, name) for name in names}


def merged_facts(chosen: list[DraftArea]) -> dict[str, Any]:
    """Return what is proposed for the area that some become: the largest goes on, with everybody who lives there."""
    largest = max(chosen, key=lambda one: float(shapely.area(one.area.geometry)))
    people = [one.area.population for one in chosen]
    days = {one.area.population_on for one in chosen}
    told = facts_of(largest.area)
    told["population"] = None if None in people or len(days) > 1 else sum(filter(None, people))
    told["population_on"] = days.pop() if told["population"] is not None else None
    told["is_partial"] = any(one.area.is_partial for one in chosen)
    return told


def send(form: DraftForm, action: str, keep: Callable[[Write], object]) -> bool:
    """Do what a form asks for in one transaction; tell on the form, with its ``status``, where nothing was kept.

    Raises
    ------
    StaleVersion
        Somebody else changed the draft meanwhile: no fault of what was typed, and answered by a page of its own.
    """
    if not form.validate():
        form.status = 422
        return False
    try:
        with auth.database().write(auth.actor(), action) as change:
            keep(change)
    except OutsideScope as error:
        form.tell(error)
        form.status = 403
        return False
    except (Refused, InvalidGeometry, PersonalData) as error:
        is_ours = error.facts.get("field") in form.data
        form.tell(error if is_ours else type(error)(error.code, **{**error.facts, "field": ""}))
        form.status = 422
        return False
    return True
