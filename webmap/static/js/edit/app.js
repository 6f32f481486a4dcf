/** Owns drawing a place in a form: wires map, toolbar, server and the form's own fields together. */

import { createAround } from "diaban/edit/around";
import { createCanvas } from "diaban/edit/canvas";
import { createCheck } from "diaban/edit/check";
import { createFeedback } from "diaban/edit/feedback";
import { findFields } from "diaban/edit/fields";
import { createNudge } from "diaban/edit/nudge";
import { boxOf, readShape, rounded } from "diaban/edit/shape";
import { createSnapped } from "diaban/edit/snapped";
import { createSteps } from "diaban/edit/steps";
import { createTools } from "diaban/edit/tools";
import { setTexts, t } from "diaban/i18n";

const FARTHEST = 5;
const NEAREST = 20;
const BUTTONS_PX = 72;

/** Brings the drawing inside `root` (templates/hotspots/_drawing.html) to life. */
export function mount(root) {
  const config = JSON.parse(root.querySelector('[data-part="drawing-config"]').textContent);
  setTexts(config.texts, config.locale);
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const fields = findFields(root);
  part("drawing-stage").hidden = false;
  const map = openMap(part("drawing-map"), config);
  // Without a kind in the form it is no place that is drawn, but a cut through one: that one stays in sight.
  const isCut = root.dataset.kind !== "";
  const drawing = { config, fields, map, part, isCut, steps: createSteps(readShape(fields.shape.value)) };
  drawing.feedback = createFeedback(map, part("drawing-told"));
  drawing.around = createAround(map, { url: config.around_url, widest: config.widest, hidden: isCut ? "" : root.dataset.code });
  drawing.check = createCheck({
    url: config.check_url,
    token: fields.token,
    answered: (told, asked) => tell(drawing, isCut ? aboutCut(told) : told, asked),
    failed: (words) => say(drawing, words ?? t("drawing.offline"), "drawing__fault"),
  });
  drawing.snapped = createSnapped(map, part("drawing-snapped"), { taken: (shape) => take(drawing, shape) });
  drawing.canvas = createCanvas(map, {
    grown: (geometry) => look(drawing, geometry),
    changed: (geometry) => keep(drawing, geometry),
    turned: () => showTools(drawing),
    picked: (path) => drawing.nudge.pick(path),
  });
  drawing.set = (geometry) => {
    drawing.canvas.show(geometry);
    store(drawing, geometry);
  };
  drawing.fit = (geometry) => fit(map, geometry ? boxOf(geometry) : config.bounds);
  drawing.tools = createTools(drawing, root);
  drawing.nudge = createNudge(drawing, root);
  wireFields(drawing);
  begin(drawing, isCut ? root.dataset.code : "");
}

/** A cut may be short, lies in no ward, and is meant to be near the place. */
function aboutCut({ faults }) {
  const kept = faults.filter(({ code }) => code !== "extent_too_small" && code !== "outside_reach");
  return { faults: kept, wards: [], neighbours: [] };
}

function tell(drawing, told, asked) {
  drawing.feedback.tell(told);
  drawing.snapped.show(told, asked.shape, drawing.canvas.tool ? null : drawing.steps.current);
}

/** Says one sentence instead of findings. */
function say(drawing, words, kind) {
  drawing.snapped.hide();
  drawing.feedback.say(words, kind);
}

/** Takes the shape as storing would snap it for the drawing, which can be undone. */
function take(drawing, shape) {
  drawing.steps.push(rounded(shape));
  drawing.set(drawing.steps.current);
  drawing.map.getContainer().focus(); // the button that was pressed is gone
}

function showTools({ tools, nudge }) {
  tools.show();
  nudge.show();
}

function openMap(container, { bounds }) {
  const { L } = globalThis;
  const map = L.map(container, { attributionControl: false, zoomControl: false, minZoom: FARTHEST, maxZoom: NEAREST, zoomSnap: 0.5 });
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) map.options.zoomAnimation = false;
  L.control.scale({ imperial: false }).addTo(map);
  fit(map, bounds);
  container.setAttribute("aria-label", t("drawing.canvas"));
  container.setAttribute("role", "application");
  container.setAttribute("aria-describedby", "drawing-keys");
  return map;
}

function fit(map, [west, south, east, north]) {
  map.fitBounds([[south, west], [north, east]], { animate: false, paddingTopLeft: [24, 24], paddingBottomRight: [BUTTONS_PX, 24], maxZoom: 18 });
}

async function begin(drawing, cutCode) {
  const { steps, canvas, around, fields } = drawing;
  canvas.snap(fields.snaps());
  around.day = fields.isoDay();
  const seen = around.refresh();
  if (steps.current) {
    canvas.show(steps.current);
    drawing.fit(steps.current);
    look(drawing, steps.current);
  } else {
    say(drawing, t("drawing.begin"));
  }
  showTools(drawing);
  await seen;
  if (cutCode && !steps.current) around.frame(cutCode);
}

/** A step is done: it can be taken back, and goes into the form. */
function keep(drawing, geometry) {
  if (drawing.steps.push(geometry)) store(drawing, geometry);
}

function store(drawing, geometry) {
  send(drawing, geometry);
  drawing.snapped.hide();
  showTools(drawing);
  look(drawing, geometry);
}

function send(drawing, geometry) {
  drawing.fields.shape.value = geometry ? JSON.stringify(geometry) : "";
}

/** Asks what is to be said of a geometry, drawn to its end or not. */
function look(drawing, geometry) {
  if (geometry) {
    drawing.check.ask({ shape: geometry, ...drawing.fields.told() });
    return;
  }
  drawing.check.cancel();
  say(drawing, t(drawing.canvas.tool ? "drawing.more_points" : "drawing.begin"));
}

function wireFields(drawing) {
  const { canvas, fields, around, part, check } = drawing;
  fields.onChange((name) => {
    if (name === "kind" && canvas.tool) canvas.stop();
    if (name === "snap") canvas.snap(fields.snaps());
    if (name === "valid_from") around.setDay(fields.isoDay());
    showTools(drawing);
    look(drawing, canvas.growing() ?? drawing.steps.current);
  });
  // The newer of the two is sent: typed positions stand for the drawing until something is drawn again.
  fields.onTyping((isThere) => send(drawing, isThere ? null : drawing.steps.current));
  part("drawing-typed-show").hidden = false;
  part("drawing-typed-show").addEventListener("click", async () => {
    const told = await check.askNow({ ...fields.typed(), ...fields.told() });
    if (!told?.shape) return;
    canvas.stop();
    drawing.steps.push(told.shape);
    drawing.set(told.shape);
    drawing.fit(told.shape);
  });
}

for (const root of document.querySelectorAll('[data-part="drawing"]')) mount(root);
