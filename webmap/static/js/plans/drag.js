/** Owns dragging a stop by its grip, with a finger, a pen or a mouse: the row follows, and is told where it was let go. */

import { boxAt, placeAmong, scrollStep } from "diaban/plans/places";

const STARTS_PX = 4;

/**
 * Lets rows of `board` be dragged. `isFree` tells whether one may be taken now; `dropped` is told {row, team, place, back}
 * where a row lies in another place than before: `back` puts it where it was.
 */
export function startDragging(board, { isFree, dropped }) {
  let held = null;

  board.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0 || held || !isFree()) return;
    event.preventDefault();
    held = takeUp(grip, event);
    grip.setPointerCapture(event.pointerId);
  });
  board.addEventListener("pointermove", (event) => {
    if (held?.pointer === event.pointerId) follow(held, event.clientY);
  });
  board.addEventListener("pointerup", (event) => {
    if (held?.pointer === event.pointerId) letGo(true);
  });
  board.addEventListener("pointercancel", () => letGo(false));
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") letGo(false);
  });

  function takeUp(grip, { pointerId, clientY }) {
    const row = grip.closest("[data-stop]");
    const [parent, next] = [row.parentElement, row.nextElementSibling];
    return { row, pointer: pointerId, from: clientY, y: clientY, isMoving: false, frame: 0, back: () => parent.insertBefore(row, next), at: placeOf(row) };
  }

  function follow(one, y) {
    one.y = y;
    if (!one.isMoving && Math.abs(y - one.from) < STARTS_PX) return;
    if (!one.isMoving) {
      one.isMoving = true;
      one.row.classList.add("is-dragged");
      one.frame = requestAnimationFrame(roll);
    }
    put(board, one.row, y);
  }

  /** Near an edge of what scrolls the lists roll by under the row. */
  function roll() {
    if (!held) return;
    const scroller = scrollerOf(board);
    const step = scrollStep(held.y, frameOf(scroller));
    if (step) {
      scroller.scrollBy(0, step);
      put(board, held.row, held.y);
    }
    held.frame = requestAnimationFrame(roll);
  }

  function letGo(isMeant) {
    if (!held) return;
    const { row, back, at, frame } = held;
    held = null;
    cancelAnimationFrame(frame);
    row.classList.remove("is-dragged");
    if (!isMeant) return back();
    const now = placeOf(row);
    if (now.team !== at.team || now.place !== at.place) dropped({ row, ...now, back });
    return null;
  }
}

/** What scrolls the lists: their panel beside the map, the window on a phone. */
function scrollerOf(board) {
  const panel = board.closest(".plan__panel");
  return getComputedStyle(panel).overflowY === "auto" ? panel : document.scrollingElement;
}

function frameOf(scroller) {
  if (scroller === document.scrollingElement) return { top: 0, bottom: globalThis.innerHeight };
  return scroller.getBoundingClientRect();
}

function put(board, row, y) {
  const lists = [...board.querySelectorAll("[data-team]")];
  const list = lists[boxAt(lists.map((one) => one.getBoundingClientRect()), y)];
  const others = stopsOf(list).filter((one) => one !== row);
  const place = placeAmong(others.map((one) => middleOf(one.getBoundingClientRect())), y);
  const before = others[place] ?? list.querySelector(".edge--end");
  if (row.nextElementSibling !== before || row.parentElement !== list) list.insertBefore(row, before);
}

function placeOf(row) {
  const list = row.parentElement;
  return { team: list.dataset.team, place: stopsOf(list).indexOf(row) };
}

function stopsOf(list) {
  return [...list.querySelectorAll("[data-stop]")];
}

function middleOf({ top, bottom }) {
  return (top + bottom) / 2;
}
