/** Owns drawing one area, or the line that cuts one, among the other areas of the set. */

import { sidesOf } from "diaban/boundaries/sides";
import { createCanvas } from "diaban/edit/canvas";
import { boxOf, readShape } from "diaban/edit/shape";
import { createSteps } from "diaban/edit/steps";
import { createTools } from "diaban/edit/tools";
import { t } from "diaban/i18n";

/** Brings the drawing of a form to life; `kind` is "area" or "cut". */
export function startDrawing(stage, kind) {
  const { root, map, part, config, areas } = stage;
  const field = root.querySelector('[name="shape"]');
  const snap = root.querySelector('[data-part="boundary-snap"]');
  const steps = createSteps(readShape(field.value));
  if (kind === "area") areas.get(config.drawn)?.layer.remove();
  else stage.mark(config.drawn, "is-chosen", true);
  part("boundary-bar").hidden = false;
  const halves = globalThis.L.layerGroup().addTo(map);

  function store(geometry) {
    field.value = geometry ? JSON.stringify(geometry) : "";
    drawing.tools.show();
    if (kind === "cut") numberHalves(halves, geometry);
  }
  // What diaban/edit/tools asks of a drawing: here the form asks for no kind, and the server is asked when it is sent.
  const drawing = {
    map, part, steps,
    config: { kinds: { area: "Polygon", cut: "Line" } },
    fields: { kind: () => kind },
    set(geometry) {
      drawing.canvas.show(geometry);
      store(geometry);
    },
    fit: (geometry) => stage.fit(geometry ? boxOf(geometry) : null),
  };
  drawing.canvas = createCanvas(map, {
    grown() {},
    changed: (geometry) => steps.push(geometry) && store(geometry),
    turned: () => drawing.tools.show(),
  });
  drawing.tools = createTools(drawing, root);
  drawing.canvas.snap(snap.checked);
  snap.addEventListener("change", () => drawing.canvas.snap(snap.checked));
  begin(stage, drawing);
}

/** Says on the map which half the form asks of first. */
function numberHalves(halves, geometry) {
  halves.clearLayers();
  if (geometry?.type !== "LineString") return;
  const { left, right } = sidesOf(geometry.coordinates);
  [left, right].forEach(([lon, lat], at) => {
    const look = { permanent: true, direction: "center", className: "boundary__half", interactive: false };
    halves.addLayer(globalThis.L.tooltip(look).setLatLng([lat, lon]).setContent(t(`boundaries.stage.half_${at + 1}`)));
  });
}

function begin(stage, { canvas, steps, tools }) {
  const drawn = stage.areas.get(stage.config.drawn);
  if (steps.current) canvas.show(steps.current);
  const seen = steps.current ?? drawn?.area.geometry;
  if (seen) stage.fitShape(seen);
  tools.show();
}
