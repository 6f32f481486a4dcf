/** Owns the card of a place, as far as the phone knows it. */

import { t } from "diaban/i18n";
import { lonLat, overdueDays, planFor, visitedToday } from "diaban/field/agenda";
import { writeDay } from "diaban/field/clock";
import { draftOf } from "diaban/field/drafts";
import { h, icon } from "diaban/field/element";
import { stateChip } from "diaban/field/rows";
import { tellDays } from "diaban/field/words";

export async function showPlace(state, code) {
  const place = findPlace(state, code);
  if (!place) return showLost();
  const today = state.today();
  const plan = planFor(place, today);
  const draft = await state.vault.readDraft(draftOf.visit(code));
  const isDone = visitedToday(state.entries, today).has(code);
  return h("div.page.stack", {},
    h("a.field-back", { href: "#/" }, icon("back"), t("field.back")),
    h("h1", {}, place.name),
    h("p.muted", {}, [place.code, t(`codes.kind.${place.kind}`), ...place.topics.map((topic) => t(`codes.topic.${topic}`))].join(" · ")),
    place.status && h("p", {}, stateChip(state, place.status), place.status_since && h("span.muted", {}, ` ${t("field.place.since", { day: writeDay(place.status_since) })}`)),
    isDone && h("div.notice.notice--good", {}, h("p", {}, t("field.place.done"))),
    h("dl.facts.card", {}, factsOf(place, plan, today)),
    h("div.field-act", {},
      state.vault.device.may?.includes("visit.record") !== false && h("a.button.button--primary.button--wide", { href: `#/visit/${code}` }, icon("check"), draft ? t("field.visit.go_on") : t("field.visit.start")),
      wayLinks(place),
    ),
  );
}

/** Returns a place of the area, or undefined. */
export function findPlace(state, code) {
  return state.area?.places.find((place) => place.code === code);
}

export function showLost() {
  return h("div.page.stack", {},
    h("h1", {}, t("field.place.unknown")),
    h("p", {}, t("field.place.unknown_lead")),
    h("p", {}, h("a.button", { href: "#/" }, t("field.today.title"))),
  );
}

/** Returns links that lead the way: on our own map, and in whatever map the phone has. */
export function wayLinks({ code, at, name }) {
  if (!at) return null;
  const { lon, lat } = lonLat(at);
  return h("div.row", {},
    h("a.button", { href: `#/map/${code}` }, icon("map"), t("field.place.on_map")),
    h("a.button", { href: `geo:${lat},${lon}?q=${lat},${lon}(${encodeURIComponent(name)})` }, icon("walk"), t("field.place.way")),
  );
}

function factsOf(place, plan, today) {
  const days = overdueDays(place, today);
  const facts = [
    ["field.place.wards", place.wards.map(({ name }) => name).join(", ")],
    ["field.place.address", place.address],
    ["field.place.due", tellDays(days, plan, today)],
    ["field.place.last", place.last_on ? writeDay(place.last_on) : t("field.place.never")],
    ["field.place.accuracy", place.accuracy_m ? t("field.metres", { n: Math.round(place.accuracy_m) }) : null],
  ];
  return facts.filter(([, told]) => told).map(([key, told]) => [h("dt", {}, t(key)), h("dd", {}, told)]);
}
