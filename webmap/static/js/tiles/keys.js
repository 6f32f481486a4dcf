/** Owns the way to the bubbles without a pointer: a button over each, one of them in the order of the Tab key. */

import { clearPart, findSheets } from "diaban/draw/sheets";
import { t } from "diaban/i18n";
import { areasOn, boundaryDay } from "diaban/model/choice";
import { holdsPoint } from "diaban/model/shapes";

const MOVES = {
  ArrowLeft: (bubbles, i) => Math.max(0, i - 1),
  ArrowRight: (bubbles, i) => Math.min(bubbles.length - 1, i + 1),
  ArrowUp: (bubbles, i) => nearest(bubbles, bubbles[i], ({ line }) => line < bubbles[i].line) ?? i,
  ArrowDown: (bubbles, i) => nearest(bubbles, bubbles[i], ({ line }) => line > bubbles[i].line) ?? i,
  Home: () => 0,
  End: (bubbles) => bubbles.length - 1,
};
/** Nothing to be seen or touched: the map under it takes what a pointer does. */
const BARE = { position: "absolute", left: 0, top: 0, padding: 0, border: 0, borderRadius: "50%", background: "none", pointerEvents: "none" };

/** Returns {show(bubbles, frame)}, to be told of all that is painted; `enter(bubble)` is what a click on one does. */
export function createKeys(page, enter) {
  const { map, model, parts, store } = page;
  const group = map.createPane("bubbles");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", t("map.tiles.bubbles"));
  const state = { bubbles: [], at: 0, place: null, buttons: [] };

  function add() {
    const button = document.createElement("button");
    button.type = "button";
    Object.assign(button.style, BARE);
    const own = () => state.buttons.indexOf(button);
    button.addEventListener("focus", () => choose(own()));
    button.addEventListener("click", (event) => {
      event.stopPropagation(); // for the map it would be a click on what lies there
      enter(state.bubbles[own()]);
    });
    group.append(button);
    state.buttons.push(button);
  }

  function choose(i) {
    state.at = i;
    state.place = placeOf(state.bubbles[i], state.frame);
    state.buttons.forEach((button, nth) => {
      button.tabIndex = nth === i ? 0 : -1;
    });
    const area = areaAround(model.areas, boundaryDay(store.value), state.bubbles[i].box);
    if (area !== undefined) state.buttons[i].setAttribute("aria-label", t("map.tiles.enter_in", { n: state.bubbles[i].n, area: model.areas.name[area] }));
  }

  function lay(button, { n, x, y, radius }, corner) {
    button.hidden = false;
    button.setAttribute("aria-label", t("map.tiles.enter", { n }));
    const side = `${2 * radius}px`;
    Object.assign(button.style, { width: side, height: side, transform: `translate(${corner.x + x - radius}px, ${corner.y + y - radius}px)` });
  }

  group.addEventListener("keydown", (event) => {
    const next = moveBy(event.key, state.bubbles, state.at);
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    choose(next); // it is called by its place before it is read out
    state.buttons[next].focus({ preventScroll: true });
  });

  return {
    /** Whoever is on a bubble stays on the one that is nearest to it; where there is none left, the list names the places. */
    show(bubbles, frame) {
      const hadFocus = group.contains(document.activeElement);
      const [left, top, right, bottom] = clearPart(frame.view, findSheets(map, frame));
      state.frame = frame;
      state.bubbles = bubbles.filter(({ x, y }) => x > left && x < right && y > top && y < bottom);
      const { length } = state.bubbles;
      while (state.buttons.length < length) add();
      const corner = { x: frame.left - map.getPixelOrigin().x, y: frame.top - map.getPixelOrigin().y };
      state.bubbles.forEach((bubble, i) => lay(state.buttons[i], bubble, corner));
      if (length) choose(nearest(state.bubbles, inFrame(state.place, frame)));
      if (hadFocus && length) state.buttons[state.at].focus({ preventScroll: true });
      for (const button of state.buttons.slice(length)) button.hidden = true;
      group.hidden = length === 0;
      if (hadFocus && !length) requestAnimationFrame(() => (parts("list").checkVisibility() ? parts("list") : map.getContainer()).focus());
    },
  };
}

/** Returns which bubble a key leads to from the i-th: to the sides they follow each other as one reads. Other keys lead nowhere. */
export function moveBy(key, bubbles, i) {
  return MOVES[key]?.(bubbles, i);
}

/** Returns the row of the smallest area of a day that holds a box [left, top, right, bottom]; undefined where none does. */
export function areaAround(areas, day, [left, top, right, bottom]) {
  const { shapes } = areas;
  const { box } = shapes;
  const holds = (row) => box[row * 4] <= left && box[row * 4 + 1] <= top && box[row * 4 + 2] >= right && box[row * 4 + 3] >= bottom
    && holdsPoint(shapes, row, (left + right) / 2, (top + bottom) / 2);
  const sizeOf = (row) => (box[row * 4 + 2] - box[row * 4]) * (box[row * 4 + 3] - box[row * 4 + 1]);
  return areasOn(areas, day).filter(holds).sort((one, other) => sizeOf(one) - sizeOf(other))[0];
}

/** Returns the number of the bubble that lies nearest to a point, of those that pass; undefined where none does. */
function nearest(bubbles, { x, y }, passes = () => true) {
  const far = (i) => Math.hypot(bubbles[i].x - x, bubbles[i].y - y);
  const candidates = bubbles.flatMap((bubble, i) => (passes(bubble) ? [i] : []));
  return candidates.length ? candidates.reduce((best, i) => (far(i) < far(best) ? i : best)) : undefined;
}

function placeOf({ x, y }, { left, top, scale }) {
  return [(x + left) / scale, (y + top) / scale];
}

/** Where nobody was on a bubble yet, the middle of the view. */
function inFrame(place, { left, top, scale, view }) {
  if (!place) return { x: (view[0] + view[2]) / 2, y: (view[1] + view[3]) / 2 };
  return { x: place[0] * scale - left, y: place[1] * scale - top };
}
