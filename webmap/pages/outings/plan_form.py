"""The form of a day plan: the day, the places and the teams that are asked for, and the wish that it comes to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, Form, FormField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from geo.errors import InvalidGeometry
from geo.geodesy.crs import find_crs
from geo.travel.problem import Break, Window
from geo.types import BBox, LonLat
from layers.errors import Refused
from layers.outings.day_shapes import MODES, Spot
from layers.outings.wishes import LONGEST_NAME, MORNING, TeamWish, Wish
from layers.places.drafts import read_shape
from layers.planning.wards_due import WardDue
from layers.supervision.due import Due
from webmap.http.coordinates import read_coordinates
from webmap.http.forms import (
    CodeField,
    CodesField,
    DayField,
    Given,
    JsonField,
    LineField,
    PageForm,
    UuidField,
    WholeField,
)
from webmap.http.i18n import t, translator

MOST_TEAMS = 6
MOST_SOON_DAYS = 60
USUAL_SOON_DAYS = 3
ON_MAP = "map"
"""The start that is no ward and no place of the list, but a position."""
KEPT = "kept"
"""What the start begins with that a team has already, wherever that is."""

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:hg.]\s*(\d{2})?)?", re.ASCII | re.IGNORECASE)
_HOUR_MIN = 60
_DAY_MIN = 24 * _HOUR_MIN
_MINUTE_S = 60
_TEAM = re.compile(r"teams-(\d+)-(.+)", re.ASCII)
_POSITION_CRS = "EPSG:4326"


class ClockField(Field):
    """A time of the day as people write it, 07:30, 7h30 or 7: seconds since midnight, None where it is empty."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time that was typed."""
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not self.typed:
            return
        found = _CLOCK.fullmatch(self.typed)
        hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (0, _HOUR_MIN)
        if minutes >= _HOUR_MIN or hours * _HOUR_MIN + minutes > _DAY_MIN:
            raise ValueError(t("plans.clock_unreadable"))
        self.data = (hours * _HOUR_MIN + minutes) * _MINUTE_S

    def _value(self) -> str:
        if self.data is None:
            return str(getattr(self, "typed", ""))
        hours, minutes = divmod(self.data // _MINUTE_S, _HOUR_MIN)
        return f"{hours:02}:{minutes:02}"


class OnMap:
    """Asks for a position where the field named ``choice`` says that it is none of the list."""

    def __init__(self, choice: str) -> None:
        self.choice = choice

    def __call__(self, form: Form, field: Field) -> None:
        """Stop where the position is missing; without the choice it does not count."""
        if form[self.choice].data != ON_MAP:
            field.errors = []
            raise StopValidation
        if not field.data:
            raise StopValidation(t("plans.position_missing"))


class TeamForm(Form):
    """A team and its day."""

    name = LineField(most=LONGEST_NAME, validators=[Given()])
    units = CodesField()
    start = CodeField(validators=[Given()])
    start_at = LineField(most=80, validators=[OnMap("start")])
    end = CodeField()
    end_at = LineField(most=80, validators=[OnMap("end")])
    shift_start = ClockField(validators=[Given()])
    shift_end = ClockField(validators=[Given()])
    rest_minutes = WholeField(least=5, most=240)
    rest_from = ClockField()
    rest_to = ClockField()
    longest_minutes = WholeField(least=1, most=_DAY_MIN)

    def validate_shift_end(self, end: Field) -> None:
        """Refuse a shift that ends before it begins."""
        if None not in (self.shift_start.data, end.data) and end.data <= self.shift_start.data:
            raise ValidationError(t("plans.shift_reversed"))

    def validate_rest_minutes(self, minutes: Field) -> None:
        """Refuse a break that does not fit between its times and into the shift."""
        if minutes.data is None or self.shift_start.data is None or self.shift_end.data is None:
            return
        rest = _read_rest(self)
        begin_s = max(rest.earliest_s, self.shift_start.data)
        if begin_s > rest.latest_s or begin_s + rest.duration_s > self.shift_end.data:
            raise ValidationError(t("plans.rest_unfit"))


class DayPlanForm(PageForm):
    """What is asked of a day."""

    uuid = UuidField()
    plan_on = DayField(validators=[Given()])
    mode = CodeField(validators=[Given()])
    areas = CodesField()
    polygon = JsonField()
    soon_days = WholeField(least=0, most=MOST_SOON_DAYS, validators=[Given()])
    places = CodesField()
    teams = FieldList(FormField(TeamForm), min_entries=1, max_entries=MOST_TEAMS)


@dataclass(frozen=True)
class Offered:
    """What a form offers.

    Attributes
    ----------
    wards
        Those with open places, the most pressing first.
    clusters
        Public ids and names of the clusters of the year.
    places
        Places that may be asked for by name, the most pressing first.
    middles
        A point on each of those, by row of ``hotspot_version``.
    units
        Codes and names of the bodies that go out.
    bounds
        What the map shows at first.
    kept
        Where a team that is changed sets out and comes back to now.
    """

    wards: tuple[WardDue, ...]
    clusters: Sequence[tuple[str, str]]
    places: tuple[Due, ...]
    middles: Mapping[int, LonLat]
    units: Sequence[tuple[str, str]]
    bounds: BBox
    kept: Mapping[str, Spot] = field(default_factory=dict)

    @property
    def spots(self) -> dict[str, Spot]:
        """The starts of the list, by their value: the middles of wards, and places."""
        wards = {ward.public_id: Spot(ward.name, ward.middle) for ward in self.wards}
        places = {
            one.code: Spot(one.name, self.middles[one.version_id])
            for one in self.places
            if one.version_id in self.middles
        }
        return dict(self.kept) | wards | places


def offer_choices(form: Any, offered: Offered) -> None:
    """Put into a form what it offers."""
    form.mode.choices = [(mode, t(f"plans.mode.{mode}")) for mode in MODES]
    wards = [(ward.public_id, ward.name) for ward in offered.wards]
    form.areas.choices = [*wards, *offered.clusters]
    form.places.choices = [(one.code, one.name) for one in offered.places]
    for entry in form.teams:
        offer_team_choices(entry.form, offered)


def offer_team_choices(form: Any, offered: Offered) -> None:
    """Put into the form of a team what it offers."""
    form.units.choices = list(offered.units)
    spots = [(key, _spot_words(key, spot)) for key, spot in offered.spots.items()]
    spots.append((ON_MAP, t("plans.spot_map")))
    form.start.choices = spots
    form.end.choices = [("", t("plans.end_as_start")), *spots]


def _spot_words(key: str, spot: Spot) -> str:
    if key.startswith(KEPT):
        return t("plans.spot_kept", name=spot.name)
    return t("plans.spot_ward", name=spot.name) if "@" in key else spot.name


def usual_team(number: int, offered: Offered) -> dict[str, object]:
    """Return what stands in the form of a new team: the usual morning, from the ward that waits most."""
    start = offered.wards[0].public_id if offered.wards else ON_MAP
    hours = {"shift_start": MORNING.start_s, "shift_end": MORNING.end_s}
    return {"name": t("plans.team_name", number=str(number)), "start": start, **hours}


def without_team(sent: MultiDict[str, str], gone: int) -> MultiDict[str, str]:
    """Return a sent form without one of its teams (counted from 0), the later ones moved up."""
    kept: MultiDict[str, str] = MultiDict()
    for name, value in sent.items(multi=True):
        found = _TEAM.fullmatch(name)
        at = int(found[1]) if found else -1
        if found and at > gone:
            kept.add(f"teams-{at - 1}-{found[2]}", value)
        elif at != gone:
            kept.add(name, value)
    return kept


def read_wish(form: Any, offered: Offered, *, visit_s: int, most_stops: int) -> Wish:
    """Return what a whole form asks for.

    Raises
    ------
    InvalidGeometry
        A drawn area or a position that cannot be, with the name of its field.
    """
    return Wish(
        form.plan_on.data,
        form.mode.data,
        tuple(form.areas.data or ()),
        _read_polygon(form),
        tuple(form.places.data or ()),
        tuple(read_team(entry.form, offered) for entry in form.teams),
        form.soon_days.data,
        most_stops=most_stops,
        visit_s=visit_s,
    )


def read_team(form: Any, offered: Offered) -> TeamWish:
    """Return the team that a whole form tells.

    Raises
    ------
    InvalidGeometry
        A position that cannot be, with the name of its field.
    """
    longest = form.longest_minutes.data
    start = _read_spot(form.start, form.start_at, offered)
    assert start  # noqa: S101 - for the type checker: the form was validated
    return TeamWish(
        form.name.data,
        tuple(form.units.data or ()),
        start,
        _read_spot(form.end, form.end_at, offered),
        Window(form.shift_start.data, form.shift_end.data),
        _read_rest(form) if form.rest_minutes.data is not None else None,
        longest * _MINUTE_S if longest is not None else None,
    )


def tell_team(form: Any, error: Refused) -> None:
    """Put what the register refuses about a team above the teams, with the name of the team."""
    number = int(str(error.facts["team"]))
    words = translator().error(error.code, error.facts)
    name = form.teams[number - 1].form.name.data if number <= len(form.teams) else str(number)
    form.told.append(t("plans.team_fault", name=name, words=words))


def _read_polygon(form: Any) -> BaseGeometry | None:
    if form.polygon.data is None:
        return None
    try:
        return read_shape(form.polygon.data)
    except InvalidGeometry as error:
        raise InvalidGeometry(error.code, **{**error.facts, "field": "polygon"}) from error


def _read_spot(choice: Field, position: Field, offered: Offered) -> Spot | None:
    if choice.data is None:
        return None
    if choice.data != ON_MAP:
        return offered.spots[choice.data]
    point = read_coordinates(position.data, find_crs(_POSITION_CRS), kind="point", field=position.name)
    return Spot(t("plans.spot_chosen"), LonLat(point.x, point.y))


def _read_rest(form: Any) -> Break:
    """Return the break of a team that takes one; without times of its own it may begin whenever it fits."""
    duration_s = form.rest_minutes.data * _MINUTE_S
    first_s, last_s = form.rest_from.data, form.rest_to.data
    return Break(
        form.shift_start.data if first_s is None else first_s,
        form.shift_end.data - duration_s if last_s is None else last_s,
        duration_s,
    )
