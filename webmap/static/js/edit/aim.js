/** Owns the cross in the middle of the map, with which points are put by keys while drawing. */

import { t } from "diaban/i18n";

/** Keys that move something, and whither: to the east, to the north. */
export const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

const STEP_PX = 8;
const FAR_PX = 80;

/** Lets keys draw on the map: arrows move it under the cross, Enter puts a point, and again at the same place ends. */
export function createAim({ map, canvas, say }) {
  const container = map.getContainer();
  const aimed = (isAimed) => container.classList.toggle("is-aimed", isAimed);
  container.addEventListener("pointermove", () => aimed(false));
  container.addEventListener("pointerdown", () => aimed(false));
  container.addEventListener("blur", () => aimed(false));
  container.addEventListener(
    "keydown",
    (event) => {
      const arrow = ARROWS[event.key];
      const puts = event.key === "Enter" || event.key === " ";
      if (!canvas.tool || event.target !== container || !(arrow || puts)) return;
      event.preventDefault();
      event.stopPropagation();
      aimed(true);
      if (arrow) go(arrow, event.shiftKey ? FAR_PX : STEP_PX);
      else put();
    },
    { capture: true },
  );

  function go([east, north], px) {
    map.panBy([east * px, -north * px], { animate: false });
    map.fire("mousemove", { latlng: map.getCenter() });
  }

  function put() {
    const before = canvas.count();
    map.fire("mousemove", { latlng: map.getCenter() });
    map.fire("click", { latlng: map.getCenter() });
    if (!canvas.tool) return aimed(false);
    const count = canvas.count();
    return say(count > before ? t("drawing.aim.put", { n: count }) : t("drawing.more_points"));
  }
}
