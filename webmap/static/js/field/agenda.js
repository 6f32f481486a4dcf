/** Owns what the area on this phone says of a day: which places are due, which are near, which walk is today's. */

import { distanceM } from "diaban/near";

const DAY_MS = 86_400_000;

/** Returns the days from one ISO day to another. */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** Returns the ISO day so many days after another. */
export function addDays(day, days) {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Returns days that a place is overdue on a day (negative: still ahead), or null where nothing is due. */
export function overdueDays({ due_on: due }, today) {
  return due ? daysBetween(due, today) : null;
}

/** Returns {overdue, soon, planned}: places to be visited, the latest first; those visited here today are left out. */
export function agendaOf(area, today, visited = new Set()) {
  const open = area.places.filter(({ code, is_open: isOpen }) => isOpen !== false && !visited.has(code));
  const rows = open.map((place) => ({ place, days: overdueDays(place, today), plan: planFor(place, today) }));
  const byDays = (one, other) => other.days - one.days || one.place.name.localeCompare(other.place.name, "vi");
  const soonDays = area.limits?.soon_days ?? 3;
  return {
    overdue: rows.filter(({ days }) => days !== null && days > 0).sort(byDays),
    soon: rows.filter(({ days, plan }) => isSoon(days, plan, soonDays)).sort(byDays),
  };
}

function isSoon(days, plan, soonDays) {
  if (days !== null && days > 0) return false;
  return plan !== null || (days !== null && days >= -soonDays);
}

/** Returns the planned visit that is due by a day, the earliest first, or null. */
export function planFor({ planned = [] }, today) {
  return planned.filter(({ on }) => on <= today).sort((one, other) => one.on.localeCompare(other.on))[0] ?? null;
}

/** Returns open places with their distance from a position, the nearest first. */
export function nearest(area, here, most) {
  return area.places
    .filter(({ at, is_open: isOpen }) => at && isOpen !== false)
    .map((place) => ({ place, away: distanceM(here, lonLat(place.at)) }))
    .sort((one, other) => one.away - other.away)
    .slice(0, most);
}

/** Returns the walks of a day: [{plan, team, line}], in order of plan and team; the line is null where it is not known. */
export function walksOf(area, today) {
  const plans = (area.plans ?? []).filter(({ plan_on: on }) => on === today);
  return plans.flatMap((plan) => plan.teams.map((team) => ({ plan, team, line: area.plan_lines?.[plan.code]?.[team.number] ?? null })));
}

/** Returns the stops of a team that are still to be made, in order. */
export function stopsLeft({ stops }, visited) {
  return stops.filter((stop) => !stop.is_done && !visited.has(stop.hotspot));
}

/** Returns the codes of the places that were visited here on a day, whatever became of the entries but refusals. */
export function visitedToday(entries, today) {
  const made = entries.filter(({ kind, state, recorded_at: at }) => kind === "visit" && state !== "replaced" && at?.startsWith(today));
  return new Set(made.map(({ about }) => about.place));
}

/** Returns the initial bearing from one position to another, degrees clockwise from north. */
export function bearing(from, to) {
  const rad = Math.PI / 180;
  const y = Math.sin((to.lon - from.lon) * rad) * Math.cos(to.lat * rad);
  const x = Math.cos(from.lat * rad) * Math.sin(to.lat * rad)
    - Math.sin(from.lat * rad) * Math.cos(to.lat * rad) * Math.cos((to.lon - from.lon) * rad);
  return (Math.atan2(y, x) / rad + 360) % 360;
}

/** Returns which of eight directions a bearing is nearest to: n, ne, e, ... */
export function compassOf(degrees) {
  return ["n", "ne", "e", "se", "s", "sw", "w", "nw"][Math.round(degrees / 45) % 8];
}

/** Reads a position, which comes as [lon, lat] or {lon, lat}. */
export function lonLat(at) {
  return Array.isArray(at) ? { lon: at[0], lat: at[1] } : at;
}

/** Writes seconds since midnight as a time of day, such as 08:05. */
export function clockTime(seconds) {
  const minutes = Math.round(seconds / 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
