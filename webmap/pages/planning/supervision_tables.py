"""Supervision plans as tables for spreadsheets: wards of a year, and places of a ward month by month."""

from collections.abc import Iterable

from layers.planning.progress_figures import PlaceProgress, Totals, WardGroup, WardProgress
from layers.planning.quotas import MONTHS, Quota
from webmap.http.i18n import t
from webmap.render.spreadsheet import write_csv

_SUMS = ("wanted", "owed", "done", "planned", "short", "percent")


def write_wards(groups: Iterable[WardGroup]) -> str:
    """Return one row a ward, with its cluster."""
    names = ("ward", "ward_id", "cluster", "in_plan", "missing", *_SUMS)
    rows = [
        (ward.name, ward.id, group.name, len(ward.planned), len(ward.missing), *_sums(ward.totals))
        for group in groups
        for ward in group.wards
    ]
    return write_csv([_heads(names), *rows])


def write_places(ward: WardProgress) -> str:
    """Return one row a place, with what was wanted and made in each month; those that others lead come last."""
    names = ("code", "place", "state", "lead", "quota", "last_on", "due_on", *_SUMS)
    months = [
        t(f"supervision_plans.column.month_{what}", month=month)
        for month in MONTHS
        for what in ("wanted", "done")
    ]
    return write_csv([[*_heads(names), *months], *(_row(place) for place in (*ward.places, *ward.shared))])


def quota_words(quota: Quota | None) -> str:
    """Say how often a place is to be visited."""
    if quota is None:
        return t("supervision_plans.in_no_plan")
    if quota.per_month is not None:
        often = t("supervision_plans.per_month", n=quota.per_month)
    else:
        often = t("supervision_plans.every_days", n=quota.every_days)
    if quota.from_month == 1:
        return often
    return t("supervision_plans.from_month", often=often, month=quota.from_month)


def _row(place: PlaceProgress) -> list[object]:
    state = t(f"codes.status.{place.status}") if place.status else None
    told = (
        place.code,
        place.name,
        state,
        place.lead_name,
        quota_words(place.quota),
        place.last_on,
        place.due_on,
    )
    months = [number for month in place.months for number in (month.wanted, month.done)]
    return [*told, *_sums(place.totals), *months]


def _sums(totals: Totals) -> list[int | None]:
    return [getattr(totals, name) for name in _SUMS]


def _heads(names: Iterable[str]) -> list[str]:
    return [t(f"supervision_plans.column.{name}") for name in names]
