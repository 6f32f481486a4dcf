"""Draws the badges beside a sign: a visit that is due, one that is planned, a recommendation that waits.

The twin of static/js/draw/badges.js.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import hypot
from typing import Final, NamedTuple

from webmap.maps.asked import Asked
from webmap.render.paper.label_places import Labels, Size, Spot
from webmap.render.paper.map_svg import INK, PAPER, number
from webmap.render.paper.status_marks import MM_PER_PX

_SCALE: Final = 0.86 * MM_PER_PX
_SIGN_ROOM_MM: Final = 18 * MM_PER_PX
_BADGE_ROOM_MM: Final = 15 * MM_PER_PX
_SIZE: Final = Size(14 * MM_PER_PX, 14 * MM_PER_PX)
_CORNERS_PX: Final = {"due": ((-13, -11), (-15, 9)), "reply": ((15, 9), (-15, 9))}

_CLOCK: Final = "M7 0A7 7 0 1 1-7 0 7 7 0 1 1 7 0"
_HANDS: Final = "M0-4V.5L2.8 2"
_SHEET: Final = "M-6.5-5.5H6.5V6.5H-6.5Z"
_DAYS: Final = "M-6-2H6M-3-7v3M3-7v3M-2.5 2H2.5"
_ENVELOPE: Final = "M-8-5.5H8V5.5H-8Z"
_FLAP: Final = "M-7-4.5 0 .8 7-4.5"


class _Look(NamedTuple):
    """An outline, what is drawn on it, and whether it is filled: filled says too late."""

    outline: str
    mark: str
    is_filled: bool = False


_LOOKS: Final = {
    "due.overdue": _Look(_CLOCK, _HANDS, is_filled=True),
    "due.soon": _Look(_CLOCK, _HANDS),
    "due.planned": _Look(_SHEET, _DAYS),
    "reply.waiting": _Look(_ENVELOPE, _FLAP),
    "reply.overdue": _Look(_ENVELOPE, _FLAP, is_filled=True),
}

BADGES: Final = tuple(_LOOKS)
"""Names of all badges, in the order of legends; each has a text ``codes.<name>``."""


class Badge(NamedTuple):
    """A badge and where it stands: the middle, mm."""

    name: str
    spot: Spot


def badges_of(asked: Asked | None) -> list[str]:
    """Return the badges of a place: one for visits, one for recommendations, the graver; none where none are told."""
    if asked is None:
        return []
    return [f"due.{code}" for code in asked.due[:1]] + [f"reply.{code}" for code in asked.reply[-1:]]


def place_badges(signs: Sequence[tuple[Asked | None, Spot]], labels: Labels) -> list[Badge]:
    """Return where badges stand: at a corner of its sign that no sign, badge or edge of the map comes near.

    Where every corner is taken, a badge is left out; what is overdue comes first.

    Parameters
    ----------
    signs
        What is asked of each place that has a sign, and where the sign stands.
    labels
        Whose room is taken.
    """
    wanted = [(name, at) for asked, at in signs for name in badges_of(asked)]
    placed: list[Badge] = []
    others = [at for _, at in signs]
    for name, at in sorted(wanted, key=lambda one: not one[0].endswith("overdue")):
        for across, down in _CORNERS_PX[name.partition(".")[0]]:
            spot = Spot(at.x + across * MM_PER_PX, at.y + down * MM_PER_PX)
            if (
                _is_free(spot, (other for other in others if other != at), _SIGN_ROOM_MM)
                and _is_free(spot, (badge.spot for badge in placed), _BADGE_ROOM_MM)
                and labels.holds(spot, _SIZE)
            ):
                placed.append(Badge(name, labels.take(spot, _SIZE)))
                break
    return placed


def define_badges(names: Iterable[str]) -> Iterator[str]:
    """Yield badges, for the definitions of a drawing."""
    for name in names:
        look = _LOOKS[name]
        ground, pen = (INK, PAPER) if look.is_filled else (PAPER, INK)
        yield (
            f'<g id="{_id(name)}" transform="scale({_SCALE:g})" stroke-linejoin="round" stroke-linecap="round">'
            f'<path d="{look.outline}" stroke="{PAPER}" stroke-width="4.5"/>'
            f'<path d="{look.outline}" fill="{ground}" stroke="{INK}" stroke-width="1.6"/>'
            f'<path d="{look.mark}" stroke="{pen}" stroke-width="1.8"/></g>'
        )


def draw_badge(name: str, spot: Spot) -> str:
    """Return a badge that `define_badges` has defined, with its middle at a spot."""
    return f'<use href="#{_id(name)}" x="{number(spot.x)}" y="{number(spot.y)}"/>'


def _is_free(spot: Spot, others: Iterable[Spot], room_mm: float) -> bool:
    return all(hypot(other.x - spot.x, other.y - spot.y) >= room_mm for other in others)


def _id(name: str) -> str:
    return f"badge-{name.replace('.', '-')}"
