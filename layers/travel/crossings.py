"""Adds, corrects and removes water and the crossings over it: what was said before stays, with who, when and why."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import insert, select, update

from geo.errors import InvalidGeometry
from geo.formats.geojson import geometry_text
from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from geo.geodesy.measure import length_m
from geo.shapes.validity import require_valid
from geo.travel.modes import MOTORBIKE, WALKING
from layers.areas.reach import find_land
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.store import scope
from layers.store.database import Write
from layers.store.schema import landmark, landmark_version
from layers.store.wording import require_impersonal
from layers.travel.landmarks import CROSSING, EVERYONE, KINDS, WATER, Drawing, get_landmark

ACTION: Final = "crossing.manage"
"""Entry of `layers.store.scope.ACTIONS` that every change asks for."""

LONGEST: Final[Mapping[str, int]] = {"name": 80, "source": 200}
"""Characters that a text may have."""

LONGEST_BRIDGE_M: Final = 3000.0
LEAST_ACCURATE_M: Final = 1000.0

_NEAR_DEG: Final = 0.01
"""About 1 km: a bridge over the river at the border of one's land belongs to both sides."""

_SHAPES: Final[Mapping[str, frozenset[str]]] = {
    CROSSING: frozenset({"Point", "LineString"}),
    WATER: frozenset({"LineString", "MultiLineString", "Polygon", "MultiPolygon"}),
}


def add_landmark(change: Write, draft: Drawing, *, uuid: str) -> str:
    """Put water or a crossing on the map and return its uuid; asked again with the same uuid, it changes nothing.

    Raises
    ------
    OutsideScope
        ``not_allowed``; ``crossing_outside_area`` where it lies in another's land.
    Refused
        ``landmark_kind_unknown``, ``name_missing``, ``text_too_long``, ``modes_unknown``, ``accuracy_out_of_range``,
        ``bridge_too_long``.
    InvalidGeometry
        ``landmark_shape_wrong``, what `require_valid` says, ``coordinate_out_of_area``.
    PersonalData
        Where a text names a person.
    """
    scope.require(change.connection, change.actor, ACTION)
    known = select(landmark.c.id).where(landmark.c.uuid == uuid)
    if change.connection.execute(known).first():
        change.note("landmark", uuid, after={"repeated": True})
        return uuid
    values = check_landmark(draft)
    _require_land(change, [draft.geometry])
    change.connection.execute(
        insert(landmark).values(**values, kind=draft.kind, uuid=uuid, **_noted(change), version=1)
    )
    change.note("landmark", uuid, after=_told({**values, "kind": draft.kind}))
    _mark_changed(change)
    return uuid


def change_landmark(change: Write, uuid: str, draft: Drawing, *, version: int, reason: str) -> int:
    """Record what is to be said of water or of a crossing from now on, and return its new version.

    Raises
    ------
    NotFound
        ``landmark_not_found``.
    StaleVersion
        ``version_stale``.
    Refused
        ``reason_missing``, ``landmark_unchanged``, ``landmark_kind_fixed``, and as `add_landmark`.
    OutsideScope, InvalidGeometry, PersonalData
        As `add_landmark`.
    """
    scope.require(change.connection, change.actor, ACTION)
    present = get_landmark(change.connection, uuid)
    if draft.kind != present.drawing.kind:
        raise Refused("landmark_kind_fixed", kind=present.drawing.kind)
    values, before = check_landmark(draft), _values(present.drawing)
    _require_land(change, [present.drawing.geometry, draft.geometry])
    _require_version(present.version, version)
    changed = [name for name in values if _differs(values[name], before[name])]
    if not changed:
        raise Refused("landmark_unchanged")
    _keep(change, uuid, present.drawing, version=version, reason=reason)
    _raise_version(change, uuid, version, {**values, **_noted(change)})
    change.note("landmark", uuid, before=_told(before, changed), after=_told(values, changed))
    _mark_changed(change)
    return version + 1


def remove_landmark(change: Write, uuid: str, *, version: int, reason: str) -> None:
    """Take water or a crossing off the map; what was said of it stays.

    Raises
    ------
    NotFound
        ``landmark_not_found``, also where it was taken off already.
    StaleVersion
        ``version_stale``.
    Refused
        ``reason_missing``.
    OutsideScope, PersonalData
        As `add_landmark`.
    """
    scope.require(change.connection, change.actor, ACTION)
    present = get_landmark(change.connection, uuid)
    _require_land(change, [present.drawing.geometry])
    _require_version(present.version, version)
    _keep(change, uuid, present.drawing, version=version, reason=reason)
    _raise_version(change, uuid, version, {"removed_at": change.now, **_noted(change)})
    change.note("landmark", uuid, before=_told(_values(present.drawing)))
    _mark_changed(change)


def check_landmark(draft: Drawing) -> dict[str, Any]:
    """Return the columns of a drawing that keeps the rules; raises what `add_landmark` tells of the drawing itself."""
    if draft.kind not in KINDS:
        raise Refused("landmark_kind_unknown", kind=draft.kind)
    if not draft.modes <= EVERYONE:
        raise Refused("modes_unknown", modes=sorted(draft.modes - EVERYONE))
    accuracy_m = draft.position_accuracy_m
    if accuracy_m is not None and not 0 <= accuracy_m <= LEAST_ACCURATE_M:
        raise Refused("accuracy_out_of_range", minimum=0, maximum=LEAST_ACCURATE_M)
    _require_shape(draft.kind, draft.geometry)
    values = _values(draft)
    for field in LONGEST:
        values[field] = _checked_text(values[field], field)
    return values


def _checked_text(text: str, field: str) -> str:
    told = " ".join(text.split())
    if not told:
        raise Refused("name_missing" if field == "name" else "source_missing", field=field)
    if len(told) > LONGEST[field]:
        raise Refused("text_too_long", field=field, maximum=LONGEST[field])
    return require_impersonal(told, field=field)


def _require_shape(kind: str, geometry: BaseGeometry) -> None:
    if geometry.geom_type not in _SHAPES[kind]:
        raise InvalidGeometry("landmark_shape_wrong", field="shape")
    require_valid(geometry)
    transform_geometry(geometry, WGS84_LONLAT, VN2000_HCMC)
    if kind == CROSSING and length_m(geometry) > LONGEST_BRIDGE_M:
        raise Refused("bridge_too_long", length_m=round(length_m(geometry)), maximum=round(LONGEST_BRIDGE_M))


def _require_land(change: Write, shapes: Iterable[BaseGeometry]) -> None:
    land = find_land(change.connection, change.actor, ACTION)
    if land is not None and not all(shapely.dwithin(one, land, _NEAR_DEG) for one in shapes):
        raise OutsideScope("crossing_outside_area")


def _require_version(present: int, started_from: int) -> None:
    if present != started_from:
        raise StaleVersion("version_stale", started_from=started_from, present=present)


def _values(drawing: Drawing) -> dict[str, Any]:
    return {
        "name": drawing.name,
        "position_accuracy_m": drawing.position_accuracy_m,
        "source": drawing.source,
        "is_open_walking": WALKING.code in drawing.modes,
        "is_open_motorbike": MOTORBIKE.code in drawing.modes,
        "geom": shapely.force_2d(drawing.geometry),
    }


def _differs(new: Any, old: Any) -> bool:
    if isinstance(new, BaseGeometry):
        return not shapely.equals_exact(new, old, 1e-7)  # a centimetre: what a form rounds is no move
    return bool(new != old)


def _noted(change: Write) -> dict[str, Any]:
    return {"recorded_at": change.now, "recorded_by": change.actor.account_id}


def _keep(change: Write, uuid: str, drawing: Drawing, *, version: int, reason: str) -> None:
    """Keep what was said until now."""
    if not reason.strip():
        raise Refused("reason_missing", field="reason")
    values = _values(drawing)
    values["geojson"] = geometry_text(values.pop("geom"))
    row = change.connection.execute(
        select(landmark.c.id, landmark.c.recorded_at).where(landmark.c.uuid == uuid)
    ).one()
    change.connection.execute(
        insert(landmark_version).values(
            **values,
            landmark_id=row.id,
            version=version,
            known_from=row.recorded_at,
            known_to=change.now,
            reason=require_impersonal(reason.strip(), field="reason"),
            replaced_by=change.actor.account_id,
        )
    )


def _raise_version(change: Write, uuid: str, version: int, values: Mapping[str, Any]) -> None:
    raised = update(landmark).where(landmark.c.uuid == uuid, landmark.c.version == version)
    if change.connection.execute(raised.values(**values, version=version + 1)).rowcount != 1:
        raise StaleVersion("version_stale", started_from=version, present=version + 1)


def _told(values: Mapping[str, Any], names: Iterable[str] | None = None) -> dict[str, Any]:
    """Return columns as the audit keeps them, all or some."""
    kept = {name: values[name] for name in (values if names is None else names)}
    if "geom" in kept:
        kept["geojson"] = geometry_text(kept.pop("geom"))
    return kept


def _mark_changed(change: Write) -> None:
    # Water and crossings are part of the ground of every map, which is fetched with the boundaries.
    change.touch("boundaries")
