"""Makes the sheet that a team carries: the map of its day, its stops with boxes to tick, and what was left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import shapely

from geo.travel.problem import Rest
from layers.actor import SYSTEM
from layers.errors import NotFound
from layers.outings.day_shapes import PlannedStop, PlannedTeam, Spot
from webmap.maps.symbols import SYMBOLS
from webmap.render.ground import Named
from webmap.render.paper.strip_frame import Room
from webmap.render.paper.strip_map import Pin, StripMap, draw_strip_map
from webmap.render.paper.typesetting import typeset
from webmap.render.paper.visit_slip import SlipAsked, SlipPlace, draw_qr, tell_slips
from webmap.render.plan_papers import Papers
from webmap.render.plan_words import PlanWords
from webmap.texts import Translator

ROOMS: Final = {"A4": Room(186, 62, 112), "A5": Room(124, 50, 84)}
"""Paper for the map, mm."""

_NO_STATUS: Final = "#FFFFFF"
_MEMBER: Final = "member"


@dataclass(frozen=True)
class SheetWish:
    """Which sheet is asked for.

    Attributes
    ----------
    paper
        Key of `ROOMS`.
    team
        Number of the only team; None: all of them, each from a page of its own.
    with_slips
        Whether a blank slip for each stop follows.
    """

    paper: str = "A4"
    team: int | None = None
    with_slips: bool = False


def make_run_sheet(papers: Papers, translator: Translator, wish: SheetWish) -> bytes:
    """Return the sheet as a PDF; the same plan, reader and wish give the same bytes.

    Raises
    ------
    NotFound
        ``plan_team_not_found``.
    """
    return typeset("run_sheet", _tell(papers, PlanWords(papers, translator), wish))


def _tell(papers: Papers, words: PlanWords, wish: SheetWish) -> dict[str, Any]:
    plan, origin = papers.plan, papers.origin
    teams = [team for team in plan.teams if wish.team in {None, team.number}]
    if wish.team is not None and not teams:
        raise NotFound("plan_team_not_found", plan=plan.code, team=wish.team)
    return {
        "lang": words.translator.locale,
        "title": words.text("sheets.title", code=plan.code, day=plan.plan_on),
        "paper": wish.paper,
        "code": plan.code,
        "day": words.day(plan.plan_on),
        "qr": draw_qr(origin.page_url),
        "demo": origin.demo,
        "foot": _foot(papers, words),
        "page": words.text("sheets.page", page="{page}", pages="{pages}"),
        "words": _labels(words),
        "teams": [_tell_team(papers, words, team, wish) for team in teams],
        "left_out": [_tell_left_out(words, stop) for stop in plan.left_out],
        "hidden": words.text("plans.hidden", n=plan.hidden) if plan.hidden else "",
        "sources": _sources(papers, words),
        "slips": _tell_slips(papers, words, teams) if wish.with_slips else [],
    }


def _labels(words: PlanWords) -> dict[str, str]:
    names = ("number", "place", "arrive", "begin", "leave", "way", "tick", "left_out", "nothing", "qr")
    return {name: words.text(f"sheets.label.{name}") for name in names}


def _foot(papers: Papers, words: PlanWords) -> str:
    """Say who printed which version: a sheet of hotspots is not for everybody, and who let it lie can be asked."""
    plan = papers.plan
    told = [words.text("sheets.version", code=plan.code, version=plan.version)]
    if name := papers.origin.printed_by:
        who = words.text("sheets.system") if name == SYSTEM.name else name
        told.append(words.text("sheets.printed_by", name=who))
    return " · ".join([*told, words.text("sheets.keep")])


def _tell_team(papers: Papers, words: PlanWords, team: PlannedTeam, wish: SheetWish) -> dict[str, Any]:
    state = "" if papers.plan.state == "confirmed" else words.text(f"plans.state.{papers.plan.state}")
    heading = words.text("sheets.heading", team=team.name)
    return {
        "heading": f"{heading} ({state.lower()})" if state else heading,
        "facts": list(_facts(papers, words, team)),
        **_tell_map(papers, words, team, ROOMS[wish.paper]),
        "rows": list(_rows(words, team)),
        "total": _total(words, team),
        "faults": [words.fault(team, fault) for fault in team.faults if fault.stop is None],
    }


def _facts(papers: Papers, words: PlanWords, team: PlannedTeam) -> Iterator[tuple[str, str]]:
    units = papers.unit_names(team)
    if units:
        yield words.text("sheets.units"), ", ".join(units)
    shift = f"{words.clock(team.shift.start_s)}–{words.clock(team.shift.end_s)}"
    yield words.text("sheets.shift"), f"{shift} · {words.text(f'plans.mode.{papers.plan.mode}')}"
    yield (
        words.text("sheets.start"),
        words.text("sheets.start_at", place=team.start.name, time=words.clock(team.start_s)),
    )


def _tell_map(papers: Papers, words: PlanWords, team: PlannedTeam, room: Room) -> dict[str, str]:
    """Draw the map of a team that goes somewhere."""
    if not team.stops:
        return {"map": "", "map_words": "", "map_note": ""}
    strip = StripMap(
        ground=papers.ground,
        pins=tuple(Pin(nth, stop.name, stop.at, _color(stop)) for nth, stop in papers.numbered(team)),
        start=_spot(team.start),
        end=_spot(team.end),
        ways=papers.lines(team),
        crs=papers.origin.crs,
        room=room,
        north=words.text("sheets.north"),
    )
    drawing = draw_strip_map(strip)
    return {
        "map": drawing.svg,
        "map_words": words.text("sheets.map_words", team=team.name, n=len(team.stops)),
        "map_note": words.text(
            "sheets.map_note",
            scale=round(drawing.scale),
            crs=papers.origin.crs.name,
            boundaries=papers.boundaries,
        ),
    }


def _spot(spot: Spot) -> Named:
    return Named(spot.name, shapely.Point(spot.at))


def _color(stop: PlannedStop) -> str:
    return SYMBOLS[stop.status].color if stop.status in SYMBOLS else _NO_STATUS


def _rows(words: PlanWords, team: PlannedTeam) -> Iterator[dict[str, Any]]:
    """Yield the stops in order with the break where it falls, and the way home."""
    if not team.stops:
        return
    faults = {fault.stop: words.fault(team, fault) for fault in team.faults if fault.stop is not None}
    for nth, stop in enumerate(team.stops):
        if team.rest_at and team.rest_at.after == nth:
            yield _tell_rest(words, team.rest_at)
        yield _tell_stop(words, stop, nth + 1, faults.get(nth, ""))
    if team.rest_at and team.rest_at.after >= len(team.stops):
        yield _tell_rest(words, team.rest_at)
    yield {
        "kind": "end",
        "time": words.clock(team.end_s),
        "told": words.text("sheets.back_at", place=team.end.name),
    }


def _tell_rest(words: PlanWords, rest: Rest) -> dict[str, Any]:
    span = f"{words.clock(rest.begin_s)}–{words.clock(rest.end_s)}"
    return {"kind": "rest", "time": span, "told": words.text("sheets.rest")}


def _tell_stop(words: PlanWords, stop: PlannedStop, number: int, fault: str) -> dict[str, Any]:
    return {
        "kind": "stop",
        "number": number,
        "color": _color(stop),
        "name": stop.name,
        "tags": " · ".join(_tags(words, stop)),
        "where": words.where(stop),
        "sign": words.sign(stop),
        "look": words.look(stop),
        "fault": fault,
        "arrive": words.clock(stop.arrive_s),
        "begin": words.clock(stop.begin_s),
        "leave": words.clock(stop.leave_s),
        "way": words.leg(stop),
    }


def _tags(words: PlanWords, stop: PlannedStop) -> Iterator[str]:
    """Yield what is special about a stop: why it stays where it is, and the hours in which it may begin."""
    for tag, is_so in (
        ("required", stop.is_required),
        ("locked", stop.is_locked),
        ("done_stop", stop.is_done),
    ):
        if is_so:
            yield words.text(f"plans.{tag}")
    for window in stop.windows:
        hours = {"start": words.clock(window.start_s), "end": words.clock(window.end_s)}
        yield words.text("plans.window_chip", **hours)


def _total(words: PlanWords, team: PlannedTeam) -> str:
    if not team.stops:
        return ""
    return words.text(
        "sheets.total",
        n=len(team.stops),
        travel=words.span(team.travel_s),
        length=words.length(team.length_m),
        end=words.clock(team.end_s),
    )


def _tell_left_out(words: PlanWords, stop: PlannedStop) -> dict[str, str]:
    reason = words.text(f"plans.reason.{stop.reason}") if stop.reason else ""
    return {"name": stop.name, "where": f"{words.where(stop)} · {words.look(stop)}", "reason": reason}


def _sources(papers: Papers, words: PlanWords) -> list[str]:
    told = [words.text("sheets.sources", ways=words.text(f"plans.source.{papers.plan.source}"))]
    if papers.origin.page_url:
        told.append(words.text("sheets.address", url=papers.origin.page_url))
    return told


def _tell_slips(papers: Papers, words: PlanWords, teams: list[PlannedTeam]) -> list[dict[str, Any]]:
    members = [body for body in papers.bodies if body.kind == _MEMBER and body.is_active]
    asked = SlipAsked(papers.checklist, members, _foot(papers, words), papers.origin.demo)
    places = [_slip_place(papers, stop) for team in teams for stop in team.stops if not stop.is_done]
    return tell_slips(places, asked, words.translator)


def _slip_place(papers: Papers, stop: PlannedStop) -> SlipPlace:
    url = papers.origin.visit_url.replace("{code}", stop.hotspot)
    return SlipPlace(stop.hotspot, stop.name, stop.wards, stop.status, url)
