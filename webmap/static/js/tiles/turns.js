/** Owns how many places there are on a day, as the server counts them: by how many each state grows and shrinks, and when. */

import { unpackIntegers } from "diaban/model/columns";
import { HIDDEN_STATES } from "diaban/model/choice";

/** Returns how many places the map of a view would show without its filters, wherever they lie. */
export function totalOn({ many, states }, view) {
  many.each ??= ["counts", "state", "change"].map((name) => unpackIntegers(many[name]));
  const [counts, state, change] = many.each;
  const shows = states.map((code) => !HIDDEN_STATES.has(code) || view.status.includes(code));
  let total = 0;
  for (let nth = 0, at = 0; nth < many.days.length && many.days[nth] <= view.day; nth += 1) {
    for (const end = at + counts[nth]; at < end; at += 1) if (shows[state[at]]) total += change[at];
  }
  return total;
}
