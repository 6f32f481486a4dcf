/** Owns the walk of a team: the next stop large, how far and which way, and the stops in order. */

import { locale, t } from "diaban/i18n";
import { distanceM, sayDistance } from "diaban/near";
import { bearing, clockTime, compassOf, lonLat, stopsLeft, visitedToday, walksOf } from "diaban/field/agenda";
import { h, icon } from "diaban/field/element";
import { followPosition } from "diaban/field/position";
import { stateSign } from "diaban/field/rows";
import { wayLinks } from "diaban/field/screens/place";

export async function showWalk(state, code, number) {
  const today = state.today();
  const walk = state.area && walksOf(state.area, today).find(({ plan, team }) => plan.code === code && team.number === Number(number));
  if (!walk) return h("div.page.stack", {}, h("h1", {}, t("field.walk.none")), h("p", {}, h("a.button", { href: "#/" }, t("field.today.title"))));
  const visited = visitedToday(state.entries, today);
  const { team } = walk;
  const next = stopsLeft(team, visited)[0];
  const away = h("p.next-stop__away", { role: "status" });
  const element = h("div.page.stack", {},
    h("a.field-back", { href: "#/" }, icon("back"), t("field.back")),
    h("h1", {}, t("field.walk.title", { team: team.name || String(team.number) })),
    next ? nextStop(next, away) : h("div.notice.notice--good", {}, h("p", {}, t("field.walk.over"))),
    h("h2.list-title", {}, t("field.walk.stops"), " ", h("span.count", {}, String(team.stops.length))),
    h("ol.spot-list", {}, team.stops.map((stop, index) => stopRow(state, stop, index, visited))),
  );
  return { element, onLeave: next ? followPosition((here) => tellWay(away, here, next), () => tellNoWay(away)) : undefined };
}

function nextStop(stop, away) {
  const window = stop.windows?.[0];
  return h("section.card.next-stop", {},
    h("p.next-stop__label", {}, t("field.walk.next_label"), stop.begin_s === null ? "" : ` · ${clockTime(stop.begin_s)}`),
    h("h2.next-stop__name", {}, stop.name),
    h("p.muted", {}, (stop.wards ?? []).join(", ")),
    away,
    window && h("p.muted", {}, t("field.walk.window", { start: clockTime(window[0]), end: clockTime(window[1]) })),
    h("a.button.button--primary.button--wide", { href: `#/visit/${stop.hotspot}` }, icon("check"), t("field.visit.start")),
    wayLinks({ code: stop.hotspot, at: stop.at, name: stop.name }),
  );
}

function tellWay(place, here, stop) {
  const to = lonLat(stop.at);
  const metres = distanceM(here, to);
  const degrees = bearing(here, to);
  const arrow = h("span.next-stop__arrow", { "aria-hidden": "true" }, "↑");
  arrow.style.transform = `rotate(${Math.round(degrees)}deg)`;
  const words = t("field.walk.away", { distance: sayDistance(metres, locale()), way: t(`field.compass.${compassOf(degrees)}`) });
  place.replaceChildren(arrow, h("span", {}, words), h("small.muted", {}, ` ±${Math.round(here.accuracy_m)} m`));
}

function tellNoWay(place) {
  place.textContent = t("field.gps.failed");
}

function stopRow(state, stop, index, visited) {
  const isDone = stop.is_done || visited.has(stop.hotspot);
  return h("li", {}, h(`a.spot-row${isDone ? ".spot-row--done" : ""}`, { href: `#/place/${stop.hotspot}` },
    h("span.spot-row__number", {}, isDone ? icon("check") : String(index + 1)),
    h("span.spot-row__words", {}, h("strong", {}, stop.name), h("span.muted", {}, isDone ? t("field.walk.made") : (stop.wards ?? []).join(", "))),
    h("span.spot-row__time", {}, stop.begin_s === null || stop.begin_s === undefined ? "" : clockTime(stop.begin_s)),
    h("span.spot-row__sign", {}, stateSign(state.config.symbols[stop.status])),
  ));
}
