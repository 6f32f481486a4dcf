/** Owns the map beside the form of a plan: an area is drawn, and starts are shown and picked. */

import { createCanvas } from "diaban/edit/canvas";
import { readShape } from "diaban/edit/shape";
import { t } from "diaban/i18n";
import { MARKS } from "diaban/plans/stage";

const DECIMALS = 6;

/** Brings the form inside `root` to life. */
export function startForm(root, config, stage) {
  const form = root.querySelector("form.plan-form");
  const page = { root, form, config, stage, homes: globalThis.L.layerGroup().addTo(stage.map), waiting: null };
  if (form.elements.polygon) startArea(page);
  for (const spot of form.querySelectorAll("[data-spot]")) startSpot(page, spot);
  form.addEventListener("input", () => showHomes(page));
  stage.map.on("click", ({ latlng }) => pick(page, latlng));
  showHomes(page);
}

function startArea({ root, form, stage }) {
  const button = (name) => root.querySelector(`[data-area="${name}"]`);
  const field = form.elements.polygon;
  const say = (words) => {
    stage.part("plan-hint").textContent = words;
  };
  const keep = (geometry) => {
    field.value = geometry ? JSON.stringify(geometry) : "";
    stage.part("plan-drawn").hidden = !geometry;
    show();
  };
  const canvas = createCanvas(stage.map, { grown: () => {}, changed: keep, turned: () => show() });

  function show() {
    const isDrawing = canvas.tool !== null;
    button("draw").setAttribute("aria-pressed", String(isDrawing));
    button("finish").hidden = !isDrawing;
    button("clear").hidden = isDrawing || !field.value;
    say(t(isDrawing ? "plans.js.drawing" : "plans.js.draw_hint"));
  }

  button("draw").addEventListener("click", () => {
    if (canvas.tool) canvas.stop();
    else canvas.start("Polygon");
    show();
  });
  button("finish").addEventListener("click", () => {
    if (!canvas.finish()) say(t("plans.js.more_points"));
  });
  button("clear").addEventListener("click", () => {
    canvas.show(null);
    keep(null);
  });
  const drawn = readShape(field.value);
  if (drawn) canvas.show(drawn);
  show();
}

/** The position is asked for only where the choice says so. */
function startSpot(page, spot) {
  const choice = spot.querySelector("select");
  const at = spot.querySelector('[data-part="spot-at"]');
  const button = spot.querySelector('[data-part="spot-pick"]');
  const show = () => {
    at.hidden = choice.value !== page.config.on_map;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    page.waiting = at.querySelector("input");
    page.stage.part("plan-hint").textContent = t("plans.js.pick");
    const fold = page.stage.part("plan-fold");
    fold.open = !fold.hidden;
    page.stage.part("plan-map").scrollIntoView({ block: "nearest" });
    page.stage.part("plan-map").focus({ preventScroll: true });
  });
  choice.addEventListener("change", show);
  show();
}

function pick(page, { lat, lng }) {
  if (!page.waiting) return;
  page.waiting.value = `${lat.toFixed(DECIMALS)}, ${lng.toFixed(DECIMALS)}`;
  page.waiting.focus();
  page.waiting = null;
  page.stage.part("plan-hint").textContent = t("plans.js.picked");
  showHomes(page);
}

/** Shows by its letter where each team sets out. */
function showHomes({ form, config, homes }) {
  const { L } = globalThis;
  homes.clearLayers();
  for (const spot of form.querySelectorAll('[data-spot="start"]')) {
    const at = positionOf(spot, config);
    if (!at) continue;
    const mark = document.createElement("span");
    mark.className = `plan-home plan-home--${spot.dataset.look}`;
    mark.textContent = spot.dataset.letter;
    const icon = L.divIcon({ html: mark, className: "plan-mark", iconSize: [46, 46] });
    homes.addLayer(L.marker(at, { icon, keyboard: false, interactive: false, pmIgnore: true, pane: MARKS }));
  }
}

function positionOf(spot, { spots, on_map: onMap }) {
  const { value } = spot.querySelector("select");
  if (value !== onMap) return spots[value] ? [spots[value][1], spots[value][0]] : null;
  const numbers = spot.querySelector("input").value.split(",").map(Number);
  return numbers.length === 2 && numbers.every((one) => Number.isFinite(one) && one !== 0) ? numbers : null;
}
