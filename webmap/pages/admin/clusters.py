"""The ward clusters of a year: named, filled, carried over from the year before."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField

from layers.areas import clusters
from layers.areas.clusters import FIRST_YEAR, LAST_YEAR, MOST_CLUSTERS, Cluster, Ward
from layers.errors import NotFound
from layers.store.database import Write
from webmap.http import auth, conflicts, params
from webmap.http.forms import Given, LineField, PageForm, WholeField
from webmap.http.i18n import t
from webmap.http.today import today

blueprint = Blueprint("clusters", __name__)
blueprint.before_request(partial(auth.require_session, clusters.ACTION))

_USUAL = 3
"""Quận 8 guides its wards in three clusters."""

_LAST_NUMBER = 2**31 - 1


class ClusterForm(PageForm):
    """A cluster; without a name it is left out."""

    number = WholeField(least=1, most=_LAST_NUMBER)
    name = LineField(most=clusters.LONGEST_NAME)


class YearForm(PageForm):
    """The clusters of a year, as of the version from which their editor started."""

    version = WholeField(validators=[Given()], least=0, most=_LAST_NUMBER)
    clusters = FieldList(FormField(ClusterForm), max_entries=MOST_CLUSTERS)


@dataclass(frozen=True)
class Shown:
    """What a page shows of a year.

    Attributes
    ----------
    year
        Calendar year.
    wards
        Its wards.
    chosen
        Number of the cluster of each ward, by public id.
    source
        Year from which the clusters were carried over, not yet kept; None where they are those of the year itself.
    """

    year: int
    wards: tuple[Ward, ...]
    chosen: Mapping[str, int]
    source: int | None = None

    @property
    def missing(self) -> list[Ward]:
        """Wards, drawn whole, that are in no cluster."""
        return [ward for ward in self.wards if not ward.is_partial and ward.public_id not in self.chosen]


@blueprint.get("/admin/clusters")
def index() -> ResponseReturnValue:
    """Show the clusters of this year."""
    return show(today().year)


@blueprint.get("/admin/clusters/<int:year>")
def show(year: int) -> ResponseReturnValue:
    """Show the clusters of a year, or those of the last year before as they would be in it."""
    _require_year(year)
    params.require_known(request.args, ("from",))
    with auth.database().read() as connection:
        known = clusters.get_clusters(connection, year)
        wards = clusters.list_wards(connection, year)
        source = next((one for one in clusters.list_years(connection) if one < year), None)
        carried = clusters.carry_over(connection, year) if "from" in request.args else None
    told = known.clusters if carried is None else carried
    chosen = {ward: cluster.number for cluster in told for ward in cluster.wards}
    rows = [{"number": cluster.number, "name": cluster.name} for cluster in told]
    form = YearForm(data={"version": known.version, "clusters": _with_spare(rows)})
    return _page(form, Shown(year, wards, chosen, source if carried is not None else None), source)


@blueprint.post("/admin/clusters/<int:year>")
def save(year: int) -> ResponseReturnValue:
    """Keep the clusters of a year."""
    _require_year(year)
    form = YearForm.sent()
    with auth.database().read() as connection:
        wards = clusters.list_wards(connection, year)
    shown = Shown(year, wards, _sent_wards(wards))
    if not form.validate() or form.version.data is None or not _all_named(form, shown):
        return _page(form, shown), 422
    version, wanted = form.version.data, _read(form, shown)

    def keep(change: Write) -> None:
        clusters.put_clusters(change, year, version, wanted)

    wrong = conflicts.attempt(form, "list.put_clusters", keep)
    if wrong:
        return _page(form, shown), wrong
    flash(t("clusters.saved", year=year), "good")
    return redirect(url_for("clusters.show", year=year), 303)


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound("cluster_year_invalid", first=FIRST_YEAR, last=LAST_YEAR)


def _with_spare(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the rows with empty ones behind them: up to the usual number, and one more where there is room."""
    taken = [int(str(row["number"])) for row in rows]
    spare = 1 if rows else _USUAL
    first = max(taken, default=0) + 1
    return rows + [{"number": first + at} for at in range(min(spare, MOST_CLUSTERS - len(rows)))]


def _sent_wards(wards: tuple[Ward, ...]) -> dict[str, int]:
    """Return the number of the cluster that was chosen for each ward."""
    sent = {ward.public_id: request.form.get(f"ward-{ward.public_id}", "") for ward in wards}
    return {
        ward: int(number)
        for ward, number in sent.items()
        if number.isdecimal() and len(number) <= len("9" * 9)
    }


def _all_named(form: YearForm, shown: Shown) -> bool:
    """Tell whether every cluster with wards has a name, and say so beside those that have none."""
    named = {entry.form.number.data: entry.form.name for entry in form.clusters}
    for number in sorted(set(shown.chosen.values())):
        field = named.get(number)
        if field is None:
            form.told.append(t("clusters.unknown"))
            return False
        if not field.data:
            field.errors = [t("clusters.nameless")]
    return not any(field.errors for field in named.values())


def _read(form: YearForm, shown: Shown) -> list[Cluster]:
    told = [entry.form for entry in form.clusters if entry.form.name.data]
    return [
        Cluster(
            one.number.data or 0,
            one.name.data or "",
            tuple(ward for ward, number in shown.chosen.items() if number == one.number.data),
        )
        for one in told
    ]


def _page(form: YearForm, shown: Shown, source: int | None = None) -> str:
    missing = {"is_saved": bool(form.version.data), "names": [ward.name for ward in shown.missing]}
    return render_template(
        "admin/clusters.html",
        form=form,
        shown=shown,
        missing=missing,
        source=source,
        years=(FIRST_YEAR, LAST_YEAR),
    )
