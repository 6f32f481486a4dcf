/** Owns calendar days as integers since 1970-01-01, half-open like the rest of the project; no clock, no time zone. */

export const OPEN_START = -719_162; // 0001-01-01
export const OPEN_END = 2_932_896; // 9999-12-31

const MS = 86_400_000;

/** Returns the day of an ISO date such as "2026-11-22", or null where it is none. */
export function dayOfIso(text) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? "");
  return found ? dayOf(+found[1], +found[2], +found[3]) : null;
}

/** Returns the day of what a person types: 22/11/2026, 22-11-2026, 22.11.2026 or 2026-11-22; null where it is none. */
export function dayOfTyped(text) {
  const found = /^\s*(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})\s*$/.exec(text ?? "");
  return found ? dayOf(+found[3], +found[2], +found[1]) : dayOfIso((text ?? "").trim());
}

export function isoOfDay(day) {
  return new Date(day * MS).toISOString().slice(0, 10);
}

/** Writes a day as dd/mm/yyyy, in every language. */
export function formatDay(day) {
  const [year, month, date] = isoOfDay(day).split("-");
  return `${date}/${month}/${year}`;
}

/** Returns the first day of the month that begins after the day. */
export function nextMonth(day) {
  const date = new Date(day * MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / MS;
}

function dayOf(year, month, date) {
  const moment = new Date(Date.UTC(year, month - 1, date));
  const isReal = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === date && year >= 1000;
  return isReal ? moment.getTime() / MS : null;
}
