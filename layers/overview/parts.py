"""Of which places a map is told: all that the actor may see, or those of a part of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, or_, select

from geo.types import BBox
from layers.actor import Actor
from layers.store import scope
from layers.store.features import has_words
from layers.store.periods import known_at
from layers.store.schema import boundary, hotspot, hotspot_area, hotspot_version
from layers.store.spatial import meets_box


@dataclass(frozen=True)
class Part:
    """Of which places is told; what is None or empty leaves nothing out.

    Attributes
    ----------
    box
        They share a point with it: WGS 84, degrees.
    words
        Folded words (`geo.text.search.query_tokens`) of the place itself or of an area that it lies in.
    code
        The place has it.
    most
        Versions at most, the first in Vietnamese order of the names.
    """

    box: BBox | None = None
    words: tuple[str, ...] = ()
    code: str | None = None
    most: int | None = None


WHOLE: Final = Part()
"""All that the actor may see."""

NOTHING: Final = Part(code="")
"""No place: none has an empty code."""

NAME_ORDER: Final = (hotspot_version.c.sort_key, hotspot_version.c.hotspot_id, hotspot_version.c.valid_from)
"""Vietnamese order of the names, versions of one place from the oldest on."""


def select_versions(
    column: Any, actor: Actor, known: datetime | None, part: Part, action: str = "hotspot.read"
) -> Select[Any]:
    """Return the statement for a column of the rows of ``hotspot_version`` on which the actor may do something.

    Parameters
    ----------
    column
        One of the columns of ``hotspot_version``.
    actor
        Who asks.
    known
        As the register knew it at this aware time; None is now.
    part
        Of which places.
    action
        One of `layers.store.scope.ACTIONS`.
    """
    reached = scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS[action])
    question = select(column).where(known_at(hotspot_version, known), reached, *_conditions(part))
    if part.most is not None:
        question = question.order_by(*NAME_ORDER).limit(part.most)
    return question


def _conditions(part: Part) -> list[Any]:
    v = hotspot_version.c
    found: list[Any] = []
    if part.box:
        found.append(meets_box(hotspot_version, part.box))
    if part.words:
        within = (
            select(hotspot_area.c.hotspot_version_id)
            .join(boundary, boundary.c.id == hotspot_area.c.boundary_id)
            .where(*has_words(boundary.c.search_terms, part.words))
        )
        found.append(or_(and_(*has_words(v.search_terms, part.words)), v.id.in_(within)))
    if part.code is not None:
        found.append(v.hotspot_id.in_(select(hotspot.c.id).where(hotspot.c.code == part.code)))
    return found
