/** Owns the map of a day plan: what lies around, the buttons to look around, and its place: beside the lists, folded on a phone. */

import { createAround } from "diaban/edit/around";
import { t } from "diaban/i18n";

const FARTHEST = 5;
const NEAREST = 20;
const CLOSEST_FIT = 17;
const BUTTONS_PX = 72;
const EDGE_PX = 36;
const ABOVE_NAMES = 660;
const BESIDE = "(min-width: 60em)";

/** The pane of homes and stops, above the names of wards. */
export const MARKS = "plan-marks";

/** Returns {map, fit, part}; `fit` shows a box [west, south, east, north], without one what was shown last. */
export function createStage(root, config) {
  const { L } = globalThis;
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const section = part("plan-stage");
  const fold = part("plan-fold");
  section.hidden = false;
  const map = openMap(L, part("plan-map"));
  const stage = { map, part, box: config.bounds ?? config.plan.bounds };

  stage.fit = (box = stage.box) => {
    if (!box) return;
    stage.box = box;
    const [west, south, east, north] = box;
    const edge = { paddingTopLeft: [EDGE_PX, EDGE_PX], paddingBottomRight: [BUTTONS_PX, EDGE_PX] };
    map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: CLOSEST_FIT, ...edge });
  };

  putInPlace(root, { section, fold, stage });
  stage.fit();
  createAround(map, { url: config.around_url, widest: config.widest, hidden: "" }).refresh();
  const looks = { in: () => map.zoomIn(), out: () => map.zoomOut(), fit: () => stage.fit() };
  for (const [name, look] of Object.entries(looks)) section.querySelector(`[data-look="${name}"]`).addEventListener("click", look);
  return stage;
}

function openMap(L, container) {
  const map = L.map(container, { attributionControl: false, zoomControl: false, minZoom: FARTHEST, maxZoom: NEAREST, zoomSnap: 0.25 });
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) map.options.zoomAnimation = false;
  L.control.scale({ imperial: false }).addTo(map);
  map.createPane(MARKS).style.zIndex = ABOVE_NAMES;
  container.setAttribute("aria-label", t("plans.js.map"));
  container.setAttribute("role", "application");
  return map;
}

/** Beside the lists where there is room, else in a fold above them, closed until it is asked for. */
function putInPlace(root, { section, fold, stage }) {
  const beside = matchMedia(BESIDE);
  const put = () => {
    fold.hidden = beside.matches;
    (beside.matches ? root : fold).append(section);
    stage.map.invalidateSize({ animate: false });
  };
  fold.addEventListener("toggle", () => {
    stage.map.invalidateSize({ animate: false });
    stage.fit();
  });
  beside.addEventListener("change", put);
  put();
}
