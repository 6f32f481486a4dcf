/** Owns what supervision asks of a place on a day: visits (the twin of layers/supervision/due.py), answers awaited. */

import { OPEN_START } from "diaban/model/days";
import { spanOn } from "diaban/model/feed";

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

/** Returns the day by which a place is to be visited, or null; `interval` is days, 0 where its state asks for none. */
export function dueDay(interval, since, last, day) {
  if (!interval) return null;
  const begun = last ?? since;
  return begun === OPEN_START ? day : begun + interval;
}

function askVisits({ hotspots, supervision }, row, day) {
  const told = supervision.made ? supervision.made[row] : NONE;
  const at = spanOn(hotspots, row, day);
  if (!supervision.intervals || told === null || at < 0) return { last: null, planned: null, days: null };
  const last = daysOf(told).findLast((made) => made <= day) ?? null;
  const due = dueDay(supervision.intervals[hotspots.spans.state[at]], hotspots.spans.day[at], last, day);
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
