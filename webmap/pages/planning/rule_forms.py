"""The forms of rules of planning: peak periods, and intervals between visits of their own."""

from datetime import date, timedelta
from uuid import uuid4

from geo.errors import PersonalData
from geo.types import DATE_MAX, DATE_MIN, Interval
from layers.areas.boundaries import list_areas
from layers.areas.reach import find_land
from layers.errors import NotFound, OutsideScope, Refused
from layers.places.hotspots import TOPICS
from layers.planning.frequencies import MOST_DAYS, Frequency, FrequencyDraft
from layers.planning.peaks import KINDS, LONGEST_NAME, Peak, PeakDraft
from layers.planning.rule_records import ACTION
from layers.store.database import Reading
from layers.store.identifiers import boundary_id
from layers.supervision.intervals import STATE_GROUPS
from webmap.http import auth
from webmap.http.forms import (
    CodeField,
    CodesField,
    DayField,
    Given,
    LineField,
    PageForm,
    UuidField,
    WholeField,
)
from webmap.http.i18n import t
from webmap.pages.records.citing import offer_papers

REFUSALS = (Refused, PersonalData, OutsideScope, NotFound)
"""What is told on the form of a rule."""

LAST_VERSION = 2**31 - 1

_DAY = timedelta(days=1)
_USUAL_DAYS = timedelta(days=29)


class RuleForm(PageForm):
    """A rule that holds in an area for a span of days, the last one included."""

    uuid = UuidField()
    version = WholeField(least=1, most=LAST_VERSION)
    area = CodeField()
    first_on = DayField()
    last_on = DayField()

    @property
    def valid(self) -> Interval:
        """The days, half-open; one that is left empty is open."""
        first, last = self.first_on.data, self.last_on.data
        return Interval(first or DATE_MIN, last + _DAY if last and last < DATE_MAX else DATE_MAX)

    def offer_areas(self, connection: Reading, on: date, present: tuple[str | None, str | None]) -> None:
        """Set the areas to choose from: groupings and wards of a day, the one chosen, everywhere for some."""
        offered = {
            boundary_id(row.code, row.valid_from): row.name
            for level in ("grouping", "ward")
            for row in list_areas(connection, on, level)
        }
        chosen, name = present
        if chosen:
            offered.setdefault(chosen, name or chosen)
        is_anywhere = find_land(connection, auth.actor(), ACTION) is None or (
            self.version.data and not chosen
        )
        everywhere = [("", t("planning_rules.everywhere"))] if is_anywhere else []
        self.area.choices = [*everywhere, *offered.items()]


class PeakForm(RuleForm):
    """A peak period."""

    name = LineField(validators=[Given()], most=LONGEST_NAME)
    kind = CodeField(validators=[Given()])
    first_on = DayField(validators=[Given()])
    last_on = DayField(validators=[Given()])
    topics = CodesField()
    document = CodeField()

    def offer(self, connection: Reading, on: date, present: Peak | None) -> None:
        """Set what each list of the form offers."""
        self.kind.choices = [(kind, t(f"codes.peak.{kind}")) for kind in KINDS]
        self.topics.choices = _topics()
        none = t("planning_rules.no_document")
        cited = self.document.data or (present.document if present else None)
        self.document.choices = offer_papers(connection, cited, none=none)
        self.offer_areas(connection, on, (present.area, present.area_name) if present else (None, None))

    def draft(self) -> PeakDraft:
        """Return the peak period that the form tells."""
        return PeakDraft(
            self.name.data or "",
            self.kind.data,
            self.valid,
            tuple(self.topics.data or ()),
            self.area.data,
            self.document.data,
        )


class FrequencyForm(RuleForm):
    """An interval between visits for some places alone."""

    days = WholeField(validators=[Given()], least=1, most=MOST_DAYS)
    topic = CodeField()
    state_group = CodeField()

    def offer(self, connection: Reading, on: date, present: Frequency | None) -> None:
        """Set what each list of the form offers."""
        self.topic.choices = [("", t("planning_rules.any_topic")), *_topics()]
        groups = [(group, t(f"codes.state_group.{group}")) for group in STATE_GROUPS]
        self.state_group.choices = [("", t("planning_rules.any_state")), *groups]
        self.offer_areas(connection, on, (present.area, present.area_name) if present else (None, None))

    def draft(self) -> FrequencyDraft:
        """Return the interval that the form tells."""
        return FrequencyDraft(
            self.days.data or 0, self.topic.data, self.state_group.data, self.area.data, self.valid
        )


def new_peak(today: date) -> PeakForm:
    """Return the form of a peak period that is yet to be announced: a month from tomorrow on."""
    first = today + _DAY
    form = PeakForm(data={"kind": KINDS[0], "first_on": first, "last_on": first + _USUAL_DAYS, "topics": []})
    form.uuid.data = str(uuid4())
    return form


def peak_form(peak: Peak) -> PeakForm:
    """Return the form that shows a peak period."""
    own = {"name": peak.name, "kind": peak.kind, "topics": list(peak.topics), "document": peak.document}
    return PeakForm(data={**own, **_common(peak)})


def new_frequency() -> FrequencyForm:
    """Return the form of an interval that is yet to be set."""
    form = FrequencyForm()
    form.uuid.data = str(uuid4())
    return form


def frequency_form(one: Frequency) -> FrequencyForm:
    """Return the form that shows an interval."""
    own = {"days": one.days, "topic": one.topic, "state_group": one.state_group}
    return FrequencyForm(data={**own, **_common(one)})


def last_day(valid: Interval) -> date | None:
    """Return the last day of a span; None where it is open."""
    return None if valid.end == DATE_MAX else valid.end - _DAY


def _common(rule: Peak | Frequency) -> dict[str, object]:
    first = None if rule.valid.start == DATE_MIN else rule.valid.start
    return {"version": rule.version, "area": rule.area, "first_on": first, "last_on": last_day(rule.valid)}


def _topics() -> list[tuple[str, str]]:
    return [(topic, t(f"codes.topic.{topic}")) for topic in TOPICS]
