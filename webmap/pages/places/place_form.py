"""The form in which a place is described, and the way between what is typed there and what the register keeps."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast
from uuid import uuid4

from flask import current_app
from shapely.geometry.base import BaseGeometry
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from geo.errors import AppError, InvalidGeometry, PersonalData
from geo.formats.geojson import geometry_text
from geo.geodesy.crs import find_crs
from geo.types import local_day
from layers.areas.boundaries import describe_area, list_areas
from layers.conversion.status import StatusChange
from layers.errors import OutsideScope, Refused
from layers.places.drafts import KINDS, POSITION_SOURCES, TOPICS, Extent, Place, check_place, read_shape
from layers.places.surroundings import snap_to_surroundings
from layers.records.documents import find_document_row, get_document, list_documents
from layers.store import scope
from layers.store.database import Reading
from webmap.config import Config
from webmap.http import auth
from webmap.http.coordinates import LONGEST_LINES, read_coordinates
from webmap.http.forms import (
    CodeField,
    CodesField,
    DayField,
    Given,
    JsonField,
    LineField,
    NoteField,
    PageForm,
    UuidField,
    WholeField,
)
from webmap.http.i18n import t, translator
from webmap.pages.records.citing import paper_line

FAULTS = (Refused, PersonalData, InvalidGeometry)
"""What a form tells beside its fields."""

MOST_DOCUMENTS = 200
MOST_ALIASES = 20
_EARLIEST = date(1900, 1, 1)
_LARGEST_VERSION = 999_999_999


class DrawnForm(PageForm):
    """What is drawn, from which day on it holds, and why that is recorded.

    Attributes
    ----------
    near
        Facts of the place nearby that this one might be, where the register asked.
    """

    version = WholeField(least=0, most=_LARGEST_VERSION)
    shape = JsonField()
    coordinates = NoteField(most=LONGEST_LINES)
    coordinates_crs = CodeField()
    snap = BooleanField()
    first = CodeField()
    valid_from = DayField(validators=[Given()])
    reason = NoteField(most=1000, validators=[Given()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near: dict[str, object] | None = None

    def tell(self, error: AppError) -> None:
        """Put what is wrong with the drawing beside the map, and what is nearby where it can be answered."""
        is_of_shape = isinstance(error, InvalidGeometry) and "field" not in error.facts
        if error.code == "place_nearby":
            self.near = dict(error.facts)
        if is_of_shape or error.code == "place_nearby":
            self.shape.errors = [*self.shape.errors, _shape_words(error)]
        else:
            super().tell(error)

    def validate_valid_from(self, field: Field) -> None:
        """Refuse days that nobody can mean."""
        if field.data is None or field.data < _EARLIEST:
            raise ValidationError(t("forms.day"))

    def validate_shape(self, field: Field) -> None:
        """Ask for a drawing, or for coordinates instead of it."""
        if field.data is None and not field.errors and not self.coordinates.data:
            raise ValidationError(t("places.shape_missing"))


class PlaceForm(DrawnForm):
    """What a place is like."""

    uuid = UuidField()
    name = LineField(validators=[Given()])
    kind = CodeField(validators=[Given()])
    topics = CodesField(validators=[Given()])
    alley_number = LineField(most=20)
    alley_branch = LineField(most=20)
    street = LineField(most=120)
    aliases = NoteField(most=1000)
    position_source = CodeField(validators=[Given()])
    position_accuracy_m = WholeField(least=1, most=10_000, validators=[Given()])
    document = CodeField()
    source = LineField(most=300)
    note = NoteField(most=2000)
    lead = CodeField()
    is_different = BooleanField()

    def validate_aliases(self, field: Field) -> None:
        """Refuse lists that are no list of names."""
        if len((field.data or "").splitlines()) > MOST_ALIASES:
            raise ValidationError(t("places.aliases_many", n=MOST_ALIASES))

    def validate_document(self, field: Field) -> None:
        """Ask for the source where no document tells it."""
        if field.data is None and not self.source.data:
            raise ValidationError(t("places.source_missing"))


@dataclass(frozen=True)
class Frame:
    """What a form is about.

    Attributes
    ----------
    code
        Place that is changed; None for a new one.
    before
        What it was like; None for a new one.
    """

    code: str | None = None
    before: Place | None = None


def least() -> Extent:
    """Return the least that a place may measure here."""
    config = cast(Config, current_app.config["DIABAN"])
    return Extent(config.min_hotspot_length_m, config.min_hotspot_area_m2)


def today() -> date:
    """Return the day in Viet Nam."""
    return local_day(auth.database().clock())


def offer_first(connection: Reading, form: DrawnForm) -> None:
    """Set with which status a new place may begin, and in which systems its coordinates may be typed."""
    zone = find_crs(cast(Config, current_app.config["DIABAN"]).vn2000_zone)
    form.coordinates_crs.choices = [("EPSG:4326", "WGS 84"), (zone.code, zone.name)]
    may_decide = "status.record" in scope.allowed_actions(connection, auth.actor())
    states = ("DE_XUAT", "THEO_DOI") if may_decide else ("DE_XUAT",)
    form.first.choices = [(state, t(f"codes.status.{state}")) for state in states]
    form.first.flags.required = True  # where it is asked for, one of them is chosen already


def offer_choices(connection: Reading, form: PlaceForm, frame: Frame) -> None:
    """Set what each list of the form offers."""
    offer_first(connection, form)
    form.kind.choices = [(kind, t(f"codes.kind.{kind}")) for kind in KINDS]
    form.topics.choices = [(topic, t(f"codes.topic.{topic}")) for topic in TOPICS]
    form.position_source.choices = [(one, t(f"places.found_by.{one}")) for one in POSITION_SOURCES]
    wards = {row.id: row.name for row in list_areas(connection, today())}
    papers = {one.uuid: paper_line(one) for one in list_documents(connection, limit=MOST_DOCUMENTS).documents}
    if frame.before and frame.before.lead is not None and frame.before.lead not in wards:
        wards[frame.before.lead] = describe_area(connection, frame.before.lead)
    if frame.before and frame.before.document_id is not None:
        used = get_document(connection, frame.before.document_id)
        papers.setdefault(str(used.uuid), paper_line(used))
    form.lead.choices = [("", t("places.lead_largest")), *((str(row), name) for row, name in wards.items())]
    form.document.choices = [("", t("places.document_none")), *papers.items()]


def new_form() -> PlaceForm:
    """Return an empty form for a new place."""
    form = PlaceForm(
        data={"position_source": "text", "first": "DE_XUAT", "valid_from": today(), "snap": True}
    )
    form.uuid.data = str(uuid4())
    return form


def form_of(connection: Reading, place: Place, **further: object) -> PlaceForm:
    """Return the form that shows a place."""
    paper = get_document(connection, place.document_id).uuid if place.document_id is not None else None
    shown = {
        "name": place.name,
        "kind": place.kind,
        "topics": list(place.topics),
        "shape": json.loads(geometry_text(place.geometry)),
        "alley_number": place.alley_number,
        "alley_branch": place.alley_branch,
        "street": place.street,
        "aliases": "\n".join(place.aliases),
        "position_source": place.position_source,
        "position_accuracy_m": round(place.position_accuracy_m),
        "document": paper,
        "source": place.source,
        "note": place.note,
        "lead": None if place.lead is None else str(place.lead),
        "valid_from": today(),
        "snap": True,
    }
    return PlaceForm(data={**shown, **further})


def read_place(connection: Reading, form: PlaceForm, frame: Frame) -> Place:
    """Return the place that a valid form describes, checked.

    Raises
    ------
    InvalidGeometry, Refused, PersonalData
        What is wrong with it.
    """
    sent: dict[str, Any] = form.data
    if sent["valid_from"] > today():
        raise Refused("date_in_future", field="valid_from", day=sent["valid_from"].isoformat())
    paper = find_document_row(connection, sent["document"]) if sent["document"] else None
    lines = (sent["aliases"] or "").splitlines()
    kept = ("name", "kind", "position_source", "valid_from", "note", "alley_number", "alley_branch", "street")
    place = Place(
        **{name: sent[name] for name in kept},
        geometry=_read_geometry(sent, frame),
        topics=tuple(sorted(sent["topics"])),
        position_accuracy_m=float(sent["position_accuracy_m"]),
        source=sent["source"] or paper_line(get_document(connection, cast(int, paper))),
        document_id=paper,
        lead=int(sent["lead"]) if sent["lead"] else None,
        aliases=tuple(line.strip() for line in lines if line.strip()),
    )
    drawn = check_place(place, least())  # what is wrong is told of what was drawn, before anything moves
    return check_place(_snapped(connection, drawn, frame), least()) if sent["snap"] else drawn


def read_if_valid(connection: Reading, form: PlaceForm, frame: Frame) -> Place | None:
    """Return the place that the form describes, or None where the form now tells what is wrong."""
    if not form.validate():
        return None
    try:
        return read_place(connection, form, frame)
    except FAULTS as error:
        form.tell(error)
        return None


def tell(form: PageForm, error: AppError) -> int:
    """Tell on the form why nothing was recorded, and return the status of that answer."""
    if isinstance(error, OutsideScope):
        form.told.append(t("places.outside"))
        return 403
    form.tell(error)
    return 422


def read_first(form: DrawnForm, place: Place) -> StatusChange:
    """Return the first status of a new place."""
    state = form.first.data or "DE_XUAT"
    paper = place.document_id if state != "DE_XUAT" else None
    if state != "DE_XUAT" and paper is None:
        raise Refused("evidence_missing", need="document", field="document")
    return StatusChange(state, place.valid_from, document_id=paper, reason=form.reason.data)


def _read_geometry(sent: dict[str, Any], frame: Frame) -> BaseGeometry:
    """Return what was drawn; or what was typed, where the drawing is still the one that the page came with."""
    drawn = None if sent["shape"] is None else read_shape(sent["shape"])
    if drawn is not None and not (sent["coordinates"] and _is_as_before(drawn, frame)):
        return drawn
    crs = find_crs(sent["coordinates_crs"] or "EPSG:4326")
    return read_coordinates(sent["coordinates"], crs, kind=sent["kind"])


def _shape_words(error: AppError) -> str:
    """Say what is wrong with a shape; a crossing, the commonest fault, in words of its own."""
    if error.facts.get("reason") == "self_crossing":
        return translator().text("places.shape_crossing", lon=error.facts["lon"], lat=error.facts["lat"])
    return translator().error(error.code, error.facts)


def _is_as_before(geometry: BaseGeometry, frame: Frame) -> bool:
    return frame.before is not None and geometry_text(frame.before.geometry) == geometry_text(geometry)


def _snapped(connection: Reading, place: Place, frame: Frame) -> Place:
    """Return the place with its new vertices on what lies around it; what was not redrawn stays."""
    if _is_as_before(place.geometry, frame):
        return place
    actor = auth.actor()
    moved = snap_to_surroundings(connection, place.geometry, actor=actor, except_code=frame.code)
    return replace(place, geometry=moved)
