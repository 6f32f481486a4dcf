/** Owns the sheet of a phone: the panel lies over the map and stops at three heights, by dragging or by its grip. */

const STOPS = ["peek", "half", "full"];
const DRAG_PX = 40;

export function createSheet(page) {
  const panel = page.parts("panel");
  const grip = page.parts("grip");
  const set = (stop) => {
    panel.dataset.stop = stop;
    grip.setAttribute("aria-expanded", String(stop !== "peek"));
  };
  const shift = (by) => set(STOPS[Math.max(0, Math.min(STOPS.length - 1, STOPS.indexOf(panel.dataset.stop) + by))]);
  let startY = null;
  let hasMoved = false;
  set("peek");
  grip.addEventListener("pointerdown", (event) => {
    startY = event.clientY;
    hasMoved = false;
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointermove", (event) => {
    if (startY === null || Math.abs(event.clientY - startY) < DRAG_PX) return;
    shift(event.clientY < startY ? 1 : -1);
    startY = event.clientY;
    hasMoved = true;
  });
  grip.addEventListener("pointerup", () => {
    startY = null;
  });
  grip.addEventListener("click", () => {
    if (!hasMoved) set(panel.dataset.stop === "full" ? "peek" : STOPS[STOPS.indexOf(panel.dataset.stop) + 1]);
    hasMoved = false;
  });
  grip.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    shift(by);
  });
  return {
    raise: () => panel.dataset.stop === "peek" && set("half"),
    lower: () => set("peek"),
  };
}
