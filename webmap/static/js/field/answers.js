/** Owns what a visit in the making holds, and the body of the entry that comes of it; no page, no storage. */

import { addDays, daysBetween } from "diaban/field/agenda";
import { rounded } from "diaban/field/canonical";

export const FORMS = ["on_site", "report", "meeting"];
export const RESULTS = ["better", "same", "worse", "relapse"];

/** Returns a fresh draft: the common case, and who went along the last time. */
export function newDraft({ checklist, planned, units, heads, nextOn }) {
  return {
    step: 0, checklist, answers: {}, result: "same", form: "on_site", units, head_count: heads, visited_on: null,
    next_on: nextOn, note: "", position: null, planned, photos: [],
  };
}

/** Returns {field: code of its fault} of a draft that cannot be kept as it is. */
export function faultsOf(draft, { today, limits }) {
  const faults = {};
  const { head_count: heads, visited_on: on, next_on: nextOn, note } = draft;
  if (!Number.isInteger(heads) || heads < 1 || heads > (limits.heads ?? 200)) faults.head_count = "heads";
  if (on && on > today) faults.visited_on = "future";
  if (nextOn && nextOn <= (on ?? today)) faults.next_on = "next";
  if (note.length > (limits.note ?? 1000)) faults.note = "note";
  return faults;
}

/** Returns the draft that a body was made of, at its last card, so that an entry can be changed before it leaves. */
export function draftOfBody(body) {
  return {
    step: Number.MAX_SAFE_INTEGER, photos: [], ...body, visited_on: body.visited_on ?? null, note: body.note ?? "",
  };
}

/**
 * Returns a draft as the present questions take it: where its own list of questions did not come with the area any more,
 * what is answered alike stays, and the rest is asked anew.
 */
export function fitted(draft, area) {
  const present = newestForm(area);
  if (!present || area.forms.some(({ checklist }) => checklist === draft.checklist)) return draft;
  const known = present.items.filter(({ code, answers }) => answers.includes(draft.answers[code]));
  return { ...draft, checklist: present.checklist, answers: Object.fromEntries(known.map(({ code }) => [code, draft.answers[code]])), step: 0 };
}

/**
 * Returns the body of the entry. The day stays out unless the person chose another one: the register takes it from the
 * time of recording, which it sets right where the clock of the phone is wrong.
 */
export function bodyOf(code, draft, images) {
  const { checklist, answers, form, units, head_count, result, next_on, note, position, planned, visited_on } = draft;
  const body = {
    hotspot: code, checklist, answers, form, units, head_count, result, images,
    next_on: next_on || null, note: note.trim().normalize("NFC") || null,
    position: position && { lon: rounded(position.lon, 6), lat: rounded(position.lat, 6), accuracy_m: rounded(position.accuracy_m, 1) },
    planned: planned ? { visit: planned.visit, version: planned.version } : null,
  };
  return visited_on ? { ...body, visited_on } : body;
}

/** Returns the list of questions in use: the newest one that came with the area. */
export function newestForm({ forms = [] }) {
  return forms.reduce((newest, one) => (newest && newest.number >= one.number ? newest : one), null);
}

/**
 * Returns the day on which a place is to be visited again after a visit today: as many days on as the visit that is due
 * now lies after the one before, or after the status began; null where nothing is due.
 */
export function suggestNext({ due_on: due, last_on: last, status_since: since }, today) {
  const begun = last ?? since;
  const days = due && begun ? daysBetween(begun, due) : 0;
  return days > 0 ? addDays(today, days) : null;
}
