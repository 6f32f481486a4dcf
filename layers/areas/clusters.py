"""Ward clusters: which wards are guided together in a year, each ward in one cluster at most."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from geo.text.names import exact_key
from geo.types import Interval
from layers.errors import Refused, StaleVersion
from layers.store import scope
from layers.store.database import Write
from layers.store.identifiers import boundary_id, cluster_id
from layers.store.periods import held_during
from layers.store.schema import boundary, succession, ward_cluster, ward_cluster_member, ward_cluster_year
from layers.store.wording import require_impersonal

ACTION = "list.manage"
"""A cluster is an entry of a list: it gives no right and says nothing of a place, so that whoever keeps the other
lists keeps this one; publishing boundaries is bound to an area, a year's clusters are one for all."""

FIRST_YEAR, LAST_YEAR = 2010, 2100
MOST_CLUSTERS = 20
LONGEST_NAME = 60


@dataclass(frozen=True)
class Cluster:
    """Wards that are guided together.

    Attributes
    ----------
    number
        Stays with the cluster of a year when it is renamed, from 1.
    name
        As people call it.
    wards
        Public identifiers of its wards, such as ``27418@2025-07-01``.
    """

    number: int
    name: str
    wards: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClusterYear:
    """The clusters of a year.

    Attributes
    ----------
    year
        Calendar year.
    version
        Raised by one with every change; 0 before the first.
    clusters
        In the order of their numbers.
    """

    year: int
    version: int
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True)
class Ward:
    """A ward that held on at least one day of a year.

    Attributes
    ----------
    id
        Row of ``boundary``.
    public_id, name
        Such as ``27418@2025-07-01``, Phường Chánh Hưng.
    valid
        Days on which it held.
    is_partial
        Whether only a part of it is drawn: it is guided from elsewhere, and need not be in a cluster.
    """

    id: int
    public_id: str
    name: str
    valid: Interval
    is_partial: bool

    @property
    def last_day(self) -> date:
        """Last day on which it held."""
        return date.fromordinal(self.valid.end.toordinal() - 1)


def list_years(connection: Connection) -> list[int]:
    """Return the years that have clusters, the newest first."""
    y, c = ward_cluster_year.c, ward_cluster.c
    question = select(y.year).join(ward_cluster, c.year_id == y.id).distinct().order_by(y.year.desc())
    return list(connection.execute(question).scalars())


def get_clusters(connection: Connection, year: int) -> ClusterYear:
    """Return the clusters of a year; a year of which nothing is known has none."""
    y, c, m = ward_cluster_year.c, ward_cluster.c, ward_cluster_member.c
    version = connection.execute(select(y.version).where(y.year == year)).scalar()
    question = (
        select(c.number, c.name, boundary.c.code, boundary.c.valid_from)
        .join(ward_cluster_year, y.id == c.year_id)
        .outerjoin(ward_cluster_member, m.cluster_id == c.id)
        .outerjoin(boundary, boundary.c.id == m.boundary_id)
        .where(y.year == year)
        .order_by(c.number, boundary.c.sort_key, boundary.c.valid_from)
    )
    names: dict[int, str] = {}
    wards: dict[int, list[str]] = defaultdict(list)
    for number, name, code, valid_from in connection.execute(question):
        names[number] = name
        wards[number] += [boundary_id(code, valid_from)] if code else []
    clusters = tuple(Cluster(number, name, tuple(wards[number])) for number, name in names.items())
    return ClusterYear(year, version or 0, clusters)


def list_choices(connection: Connection, year: int) -> list[tuple[str, str]]:
    """Return the public identifier and the name of each cluster of a year, as filters offer them."""
    y, c = ward_cluster_year.c, ward_cluster.c
    question = select(c.number, c.name).join(ward_cluster_year).where(y.year == year).order_by(c.number)
    return [(cluster_id(year, row.number), row.name) for row in connection.execute(question)]


def list_wards(connection: Connection, year: int) -> tuple[Ward, ...]:
    """Return the wards that held on a day of a year, in Vietnamese order, those drawn in part last."""
    b = boundary.c
    question = select(b.id, b.code, b.valid_from, b.valid_to, b.name, b.is_partial).where(
        b.level == "ward", held_during(boundary, Interval(date(year, 1, 1), date(year + 1, 1, 1)))
    )
    rows = connection.execute(question.order_by(b.is_partial, b.sort_key, b.valid_from))
    return tuple(
        Ward(
            row.id,
            boundary_id(row.code, row.valid_from),
            row.name,
            Interval(row.valid_from, row.valid_to),
            row.is_partial,
        )
        for row in rows
    )


def unassigned_wards(connection: Connection, year: int) -> tuple[Ward, ...]:
    """Return the wards, drawn whole, that are in no cluster of a year."""
    taken = {ward for cluster in get_clusters(connection, year).clusters for ward in cluster.wards}
    wards = list_wards(connection, year)
    return tuple(ward for ward in wards if not ward.is_partial and ward.public_id not in taken)


def put_clusters(change: Write, year: int, version: int, clusters: Sequence[Cluster]) -> int:
    """Say which clusters a year has, in the place of what was said before; return the new version.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    StaleVersion
        ``version_stale``.
    Refused
        ``cluster_year_invalid``, ``cluster_too_many``, ``cluster_name_invalid``, ``cluster_name_repeated``,
        ``cluster_ward_unknown``, ``cluster_ward_repeated`` (with the name of the ward).
    PersonalData
        Where a name is that of a person.
    """
    scope.require(change.connection, change.actor, ACTION)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("cluster_year_invalid", first=FIRST_YEAR, last=LAST_YEAR)
    before = get_clusters(change.connection, year)
    checked = _checked(clusters)
    rows = _ward_rows(change.connection, year, checked)
    year_id = _claim(change, year, version)
    _rewrite(change, year_id, checked, rows)
    change.note("ward_cluster", str(year), before=_told(before.clusters), after=_told(checked))
    change.touch("clusters")
    return version + 1


def carry_over(connection: Connection, year: int) -> tuple[Cluster, ...]:
    """Return the clusters of the last year before that has some, as they would be in a year.

    A ward that is no more gives its place to the ward that has most of its land from the wards of a cluster.
    """
    earlier = next((known for known in list_years(connection) if known < year), None)
    if earlier is None:
        return ()
    old = get_clusters(connection, earlier).clusters
    cluster_of = {ward: cluster.number for cluster in old for ward in cluster.wards}
    rows = {ward.id: cluster_of.get(ward.public_id) for ward in list_wards(connection, earlier)}
    members: dict[int, list[str]] = defaultdict(list)
    for ward in list_wards(connection, year):
        number = cluster_of.get(ward.public_id)
        if number is None and not ward.is_partial:
            number = _inherited(connection, ward.id, rows)
        if number is not None:
            members[number].append(ward.public_id)
    return tuple(Cluster(cluster.number, cluster.name, tuple(members[cluster.number])) for cluster in old)


def _inherited(connection: Connection, ward_id: int, cluster_of: Mapping[int, int | None]) -> int | None:
    """Return the cluster from whose wards a ward has most of its land."""
    s = succession.c
    shares: defaultdict[int, float] = defaultdict(float)
    land = {ward_id: 1.0}
    while land:  # through all sets of boundaries between the two years
        origins: defaultdict[int, float] = defaultdict(float)
        for row in connection.execute(select(s.from_id, s.to_id, s.share_of_to).where(s.to_id.in_(land))):
            share = land[row.to_id] * row.share_of_to
            number = cluster_of.get(row.from_id)
            if number is None:
                origins[row.from_id] += share
            else:
                shares[number] += share
        land = dict(origins)
    return max(shares, key=lambda number: (shares[number], -number), default=None)


def _checked(clusters: Sequence[Cluster]) -> list[Cluster]:
    if len(clusters) > MOST_CLUSTERS:
        raise Refused("cluster_too_many", maximum=MOST_CLUSTERS)
    checked = []
    for cluster in clusters:
        name = " ".join(require_impersonal(cluster.name, field="name").split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise Refused("cluster_name_invalid", maximum=LONGEST_NAME)
        checked.append(Cluster(cluster.number, name, cluster.wards))
    names = Counter(exact_key(cluster.name) for cluster in checked)
    numbers = Counter(cluster.number for cluster in checked)
    for cluster in checked:
        if names[exact_key(cluster.name)] > 1 or numbers[cluster.number] > 1:
            raise Refused("cluster_name_repeated", name=cluster.name)
    return checked


def _ward_rows(connection: Connection, year: int, clusters: Sequence[Cluster]) -> dict[str, int]:
    """Return the rows of the wards of a year by public id, after making sure that each is named once."""
    wards = {ward.public_id: ward for ward in list_wards(connection, year)}
    named = Counter(ward for cluster in clusters for ward in cluster.wards)
    for public_id, times in named.items():
        if public_id not in wards:
            raise Refused("cluster_ward_unknown", ward=public_id, year=year)
        if times > 1:
            raise Refused("cluster_ward_repeated", ward=wards[public_id].name)
    return {public_id: ward.id for public_id, ward in wards.items()}


def _claim(change: Write, year: int, version: int) -> int:
    """Raise the version of a year by one and return its row."""
    change.next_number("ward_cluster")  # two that begin a year at once do not meet: one waits for the other
    y = ward_cluster_year.c
    present = change.connection.execute(select(y.id, y.version).where(y.year == year)).first()
    if (present.version if present else 0) != version:
        found = present.version if present else 0
        raise StaleVersion("version_stale", started_from=version, present=found)
    told = {"version": version + 1, "recorded_at": change.now, "recorded_by": change.actor.account_id}
    if present is None:
        begun = insert(ward_cluster_year).values(year=year, **told).returning(y.id)
        return int(change.connection.execute(begun).scalar_one())
    change.connection.execute(update(ward_cluster_year).where(y.id == present.id).values(**told))
    return int(present.id)


def _rewrite(change: Write, year_id: int, clusters: Sequence[Cluster], rows: Mapping[str, int]) -> None:
    for table in (ward_cluster_member, ward_cluster):
        change.connection.execute(delete(table).where(table.c.year_id == year_id))
    for cluster in clusters:
        told = {"year_id": year_id, "number": cluster.number, "name": cluster.name}
        added = insert(ward_cluster).values(**told).returning(ward_cluster.c.id)
        cluster_id = change.connection.execute(added).scalar_one()
        members = [
            {"year_id": year_id, "cluster_id": cluster_id, "boundary_id": rows[ward]}
            for ward in cluster.wards
        ]
        if members:
            change.connection.execute(insert(ward_cluster_member), members)


def _told(clusters: Sequence[Cluster]) -> dict[str, object] | None:
    """Return what the audit keeps: the wards by the name of their cluster."""
    return {cluster.name: sorted(cluster.wards) for cluster in clusters} or None
