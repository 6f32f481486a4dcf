/** Owns what supervision asks of a place on a day: visits as the feed tells when they are due, answers awaited. */

import { OPEN_START } from "diaban/model/days";

/** What a place may ask of visits, and how the recommendations about it may stand: codes of filters and badges. */
export const ASKED = { due: ["overdue", "soon", "planned"], reply: ["waiting", "overdue"] };

const NONE = [];

/** Tells whether the map shows supervision on the day of a view: from `since` on the feed knows enough. */
export function isSupervised({ supervision }, view) {
  return Boolean(supervision) && view.supervision && view.day >= supervision.since;
}

/**
 * Returns what supervision asks of a row of `hotspots` on a day: {last, planned: days or null, days: overdue (negative
 * before the visit is due) or null, waiting, late: recommendations, due, reply: codes of `ASKED`}.
 */
export function askOf(model, row, day) {
  const visits = askVisits(model, row, day);
  const replies = countReplies(model.supervision.replies?.[row] ?? NONE, day);
  const { days, planned } = visits;
  const isDue = days !== null;
  return {
    ...visits,
    ...replies,
    due: pick("due", [isDue && days > 0, isDue && days <= 0 && days >= -model.supervision.soon, planned !== null]),
    reply: pick("reply", [replies.waiting > 0, replies.late > 0]),
  };
}

/**
 * Turns come as three numbers: days since the one before (the first counts from the start of the row's version), 1 for a
 * visit, days until the next visit is due or null.
 */
export function askVisits({ supervision, hotspots }, row, day) {
  const turns = supervision.asked?.[row] ?? NONE;
  let [from, last, due] = [hotspots.from[row], null, null];
  for (let at = 0; at < turns.length; at += 3) {
    const [step, isVisit, wait] = turns.slice(at, at + 3);
    if ((from += step) > day) break;
    if (isVisit) last = from;
    due = wait === null ? null : from === OPEN_START ? day : from + wait;
  }
  const plans = day < supervision.plans_from ? NONE : daysOf(supervision.planned?.[row] ?? NONE);
  return { last, planned: plans.find((plan) => plan >= day) ?? null, days: due === null ? null : day - due };
}

/** Recommendations come as three numbers: the day of sending, and from there the days until due and answered. */
function countReplies(replies, day) {
  let waiting = 0;
  let late = 0;
  for (let at = 0; at < replies.length; at += 3) {
    const [sent, due, ended] = replies.slice(at, at + 3);
    if (day < sent || (ended !== null && day >= sent + ended)) continue;
    waiting += 1;
    if (day > sent + due) late += 1;
  }
  return { waiting, late };
}

/** Days come as steps, each from the one before. */
function daysOf(steps) {
  let day = 0;
  return steps.map((step) => {
    day += step;
    return day;
  });
}

function pick(name, flags) {
  return ASKED[name].filter((_, i) => flags[i]);
}
