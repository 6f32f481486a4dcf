/** Owns today's screen: the walk of the day, what is overdue, what is due, what is near. */

import { locale, t } from "diaban/i18n";
import { sayDistance } from "diaban/near";
import { agendaOf, clockTime, nearest, stopsLeft, visitedToday, walksOf } from "diaban/field/agenda";
import { writeDay } from "diaban/field/clock";
import { button, h, icon } from "diaban/field/element";
import { findPosition } from "diaban/field/position";
import { placeRow } from "diaban/field/rows";
import { tellDays } from "diaban/field/words";

const FIRST = 6;
const MOST_NEAR = 8;

export async function showToday(state) {
  const { area, entries } = state;
  const today = state.today();
  const heading = h("h1", {}, t("field.today.title"), " ", h("span.field-day", {}, writeDay(today)));
  if (!area) return h("div.page.stack", {}, heading, h("div.empty", {}, h("p", {}, t("field.today.no_area")), button(t("field.sync.now"), state.meet, { look: "primary" })));
  const visited = visitedToday(entries, today);
  const { overdue, soon } = agendaOf(area, today, visited);
  return h("div.page.stack", {},
    heading,
    visited.size > 0 && h("p.row", {}, h("span.chip.chip--good", {}, icon("check"), t("field.today.done", { n: visited.size }))),
    walksOf(area, today).map((walk) => walkCard(walk, visited)),
    section(state, "overdue", overdue, "danger"),
    section(state, "soon", soon, ""),
    nearSection(state),
  );
}

function walkCard({ plan, team }, visited) {
  const left = stopsLeft(team, visited);
  const next = left[0];
  return h("section.card.walk-card", {},
    h("h2.card__title", {}, t("field.walk.title", { team: team.name || String(team.number) })),
    next
      ? h("p", {}, t("field.walk.next", { name: next.name, time: clockTime(next.begin_s ?? next.arrive_s ?? team.start_s ?? 0) }))
      : h("p", {}, t("field.walk.over")),
    h("p.muted", {}, t("field.walk.left", { n: left.length, all: team.stops.length })),
    h("a.button.button--primary.button--wide", { href: `#/walk/${plan.code}/${team.number}` }, icon("walk"), t("field.walk.open")),
  );
}

function section(state, kind, rows, look) {
  const list = h("ol.spot-list", {}, rows.slice(0, FIRST).map((row) => rowOf(state, row, look)));
  const rest = rows.length > FIRST && button(t("field.today.all", { n: rows.length }), ({ currentTarget }) => {
    list.append(...rows.slice(FIRST).map((row) => rowOf(state, row, look)));
    list.children[FIRST].querySelector("a").focus();
    currentTarget.remove();
  });
  return h("section", { "aria-labelledby": kind },
    h("h2.list-title", { id: kind }, t(`field.today.${kind}`), " ", h("span.count", {}, String(rows.length))),
    rows.length ? list : h("p.due-none", {}, t(`field.today.none_${kind}`)),
    rest,
  );
}

function rowOf(state, { place, days, plan }, look) {
  const last = place.last_on ? t("field.due.last", { day: writeDay(place.last_on) }) : t("field.due.never");
  return placeRow(state, place, tellDays(days, plan, state.today()), { look, more: last });
}

function nearSection(state) {
  const told = h("p.muted", { role: "status" });
  const list = h("ol.spot-list", { hidden: true });
  const ask = button(t("field.near.ask"), async () => {
    told.textContent = t("field.gps.waiting");
    const here = await findPosition();
    told.textContent = here ? t("field.gps.found", { m: Math.round(here.accuracy_m) }) : t("field.gps.failed");
    list.hidden = !here;
    if (here) list.replaceChildren(...nearest(state.area, here, MOST_NEAR).map(({ place, away }) => placeRow(state, place, sayDistance(away, locale()))));
  }, { sign: "locate" });
  return h("section.stack", { "aria-labelledby": "near" }, h("h2.list-title", { id: "near" }, t("field.near.title")), h("p", {}, ask), told, list);
}
