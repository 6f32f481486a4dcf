/** Owns what supervision asks of a place in words, with the badges of the map: in the list, the tip and the card. */

import { t } from "diaban/i18n";
import { drawBadge } from "diaban/draw/badges";
import { formatDay } from "diaban/model/days";
import { line, sketch } from "diaban/panel/rows";

/** Returns [badge or null, text, short text] of what is asked (model/supervision); the last visit where no visit is. */
export function askedParts({ due, last, planned, days, waiting, late }) {
  const parts = [];
  const [first] = due;
  if (first === "overdue") parts.push(["due.overdue", t("hotspots.due.overdue", { n: days })]);
  if (first === "soon") parts.push(["due.soon", days === 0 ? t("hotspots.due.today") : t("hotspots.due.in_days", { n: -days })]);
  if (planned !== null) parts.push(["due.planned", t("hotspots.due.planned", { day: formatDay(planned) }), formatDay(planned).slice(0, 5)]);
  if (!parts.length && last !== null) parts.push([null, sayLast(last)]);
  if (late) parts.push(["reply.overdue", t("map.asked.late", { n: late }), String(late)]);
  else if (waiting) parts.push(["reply.waiting", t("map.asked.waiting", { n: waiting }), String(waiting)]);
  return parts;
}

export function sayLast(last) {
  return last === null ? t("hotspots.due.never") : t("hotspots.due.last", { day: formatDay(last) });
}

/** Returns a line of badges and words; where it is to be short, only the first part is told in full. */
export function askedLine(parts, { isShort = false } = {}) {
  const node = line("asked", "");
  parts.forEach(([badge, text, short], i) => {
    const part = line(badge?.endsWith("overdue") ? "asked__part asked__part--late" : "asked__part", "");
    if (badge) part.append(badgeSample(badge));
    if (isShort && short && i > 0) part.append(line("", short), line("visually-hidden", text));
    else part.append(text);
    part.title = text;
    node.append(part);
  });
  return node;
}

/** Returns a small canvas with a badge. */
export function badgeSample(name, width = 20, height = 18) {
  return sketch((pen) => drawBadge(pen, name, width / 2, height / 2), width, height);
}
