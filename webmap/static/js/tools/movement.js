/** Owns where the map looks: it fits places between the sheets that lie on it, and opens the place that was chosen. */

import { HIDDEN_STATES, areasOn, boundaryDay } from "diaban/model/choice";
import { NO_STATE } from "diaban/model/feed";
import { boxAround, latOf, lonOf } from "diaban/model/shapes";
import { clearFilters } from "diaban/panel/filters";

const CLOSEST_FIT = 16;
const PHONE_PX = 700;
const MARGIN = 20;
const LEGEND_PX = 304;
const FOOT_PX = 64;
const SIGN_PX = 36;

export function isPhone() {
  return globalThis.innerWidth <= PHONE_PX;
}

/** Gives the page `fit(shapes, rows)`, `fitWards()`, `showAll()`, `reveal(row)` and `openPlace(row, {focus, stay})`. */
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
    if (!stay) page.fit(model.hotspots.shapes, [row], { animate: false });
    page.reveal(row);
  };
  page.reveal = (row) => {
    map.stop();
    const clear = clearBox(page);
    const box = placeBox(page, row, clear);
    const [dx, dy] = [shiftInto(box[0], box[2], clear[0], clear[2]), shiftInto(box[1], box[3], clear[1], clear[3])];
    if (dx || dy) map.panBy([dx, dy]);
  };
}

/** Returns the part of the map that nothing covers, pixels of the map: left, top, right, bottom. */
function clearBox(page) {
  const { paddingTopLeft, paddingBottomRight } = padding(page);
  const { x, y } = page.map.getSize();
  return [paddingTopLeft[0], paddingTopLeft[1], x - paddingBottomRight[0], y - Math.max(FOOT_PX, paddingBottomRight[1])];
}

/** Returns the box of a place with its sign, or of its sign alone where the place is larger than the room for it. */
function placeBox({ map, model }, row, clear) {
  const { anchor, box } = model.hotspots.shapes;
  const pixels = (x, y) => map.latLngToContainerPoint([latOf(y), lonOf(x)]);
  const sign = pixels(anchor[row * 2], anchor[row * 2 + 1]);
  const own = [sign.x - SIGN_PX, sign.y - SIGN_PX, sign.x + SIGN_PX, sign.y + SIGN_PX];
  const [start, end] = [pixels(box[row * 4], box[row * 4 + 1]), pixels(box[row * 4 + 2], box[row * 4 + 3])];
  const whole = [Math.min(own[0], start.x), Math.min(own[1], start.y), Math.max(own[2], end.x), Math.max(own[3], end.y)];
  const isTooLarge = whole[2] - whole[0] > clear[2] - clear[0] || whole[3] - whole[1] > clear[3] - clear[1];
  return isTooLarge ? own : whole;
}

/** Returns how far the view must move along one axis until a place lies in the clear part: 0 where it does already. */
function shiftInto(low, high, from, to) {
  if (high - low > to - from) return Math.round((low + high - from - to) / 2);
  if (low < from) return Math.floor(low - from);
  return high > to ? Math.ceil(high - to) : 0;
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
