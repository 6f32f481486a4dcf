/** Owns where the map looks: it fits places between the sheets that lie on it, and opens the place that was chosen. */

import { HIDDEN_STATES, areasOn, boundaryDay } from "diaban/model/choice";
import { NO_STATE } from "diaban/model/feed";
import { boxAround, latOf, lonOf } from "diaban/model/shapes";
import { clearFilters } from "diaban/panel/filters";

const CLOSEST_FIT = 16;
const PHONE_PX = 700;
const MARGIN = 20;
const LEGEND_PX = 304;

export function isPhone() {
  return globalThis.innerWidth <= PHONE_PX;
}

/** Gives the page `fit(shapes, rows)`, `fitWards()`, `showAll()` and `openPlace(row, {focus, stay})`. */
export function addMovement(page) {
  const { map, model, store, parts } = page;
  page.fit = (shapes, rows, options = {}) => {
    const box = boxAround(shapes, rows);
    if (box) map.fitBounds([[latOf(box[3]), lonOf(box[0])], [latOf(box[1]), lonOf(box[2])]], { ...padding(page), maxZoom: CLOSEST_FIT, ...options });
  };
  page.fitWards = () => {
    const rows = areasOn(model.areas, boundaryDay(store.value)).filter((row) => model.areas.level[row] === "ward");
    const whole = rows.filter((row) => !model.areas.partial[row]);
    page.fit(model.areas.shapes, whole.length ? whole : rows, { animate: false });
  };
  page.showAll = () => {
    const rows = page.choice.matched;
    if (rows.length) page.fit(model.hotspots.shapes, rows);
    else page.fitWards();
  };
  page.openPlace = (row, { focus = false, stay = false } = {}) => {
    page.opener = document.activeElement;
    if (!stay) bringIntoView(page, row);
    store.set({ selected: model.hotspots.code[row] });
    if (focus) parts("card").querySelector("h1, h2")?.focus();
    page.sheet.lower();
    const { anchor } = model.hotspots.shapes;
    if (stay) map.panInside([latOf(anchor[row * 2 + 1]), lonOf(anchor[row * 2])], padding(page));
    else page.fit(model.hotspots.shapes, [row]);
  };
}

/** Returns the room that buttons, legend, card and search box take at the edges of the map. */
function padding({ parts, map }) {
  const card = parts("card-sheet");
  const { open: hasLegend } = parts("legend");
  const tools = parts("tools").offsetWidth + MARGIN;
  if (isPhone()) {
    const below = card.hidden ? 64 : Math.max(0, map.getContainer().getBoundingClientRect().bottom - card.getBoundingClientRect().top);
    return { paddingTopLeft: [MARGIN, parts("finder").offsetHeight + MARGIN], paddingBottomRight: [tools, below + MARGIN] };
  }
  const beside = !card.hidden ? card.offsetWidth : hasLegend ? LEGEND_PX : 0;
  return { paddingTopLeft: [MARGIN, MARGIN], paddingBottomRight: [tools + beside + MARGIN, MARGIN] };
}

/** A place found by search may be of another day, or behind a filter: the view follows it. */
function bringIntoView({ store, model, ...page }, row) {
  const { hotspots, states } = model;
  const { first, day, state } = hotspots.spans;
  if (page.choice.matched.some((shown) => hotspots.code[shown] === hotspots.code[row])) return;
  clearFilters(store);
  for (let at = first[row + 1] - 1; at >= first[row]; at -= 1) {
    if (state[at] === NO_STATE) continue;
    const since = Math.max(day[at], hotspots.from[row]);
    const until = at + 1 < first[row + 1] ? Math.min(day[at + 1], hotspots.to[row]) : hotspots.to[row];
    const isOnDay = since <= store.value.day && store.value.day < until;
    store.set({ day: isOnDay ? store.value.day : since, ...(HIDDEN_STATES.has(states[state[at]]) ? { status: [states[state[at]]] } : {}) });
    return;
  }
}
