/** Owns a drawing that is one hidden field of a form: the buttons, the steps, the canvas, and the field together. */

import { createCanvas } from "diaban/edit/canvas";
import { boxOf, readShape } from "diaban/edit/shape";
import { createSteps } from "diaban/edit/steps";
import { createTools } from "diaban/edit/tools";

/**
 * Returns the drawing on a stage (`diaban/boundaries/stage`) as `diaban/edit/tools` knows it. `tool` is Line, Polygon or
 * Marker; `grown` is told the geometry while points are put, `stored` the geometry that the form would send.
 */
export function createFieldDrawing(stage, { tool, grown = () => {}, stored = () => {} }) {
  const { root, map, part } = stage;
  const field = root.querySelector('[name="shape"]');
  const snap = root.querySelector('[data-part="boundary-snap"]');
  const steps = createSteps(readShape(field.value));
  const drawing = {
    map, part, steps,
    // What `diaban/edit/tools` asks of a drawing; here the form asks for no kind.
    config: { kinds: { form: tool } },
    fields: { kind: () => "form" },
    set(geometry) {
      drawing.canvas.show(geometry);
      store(geometry);
    },
    fit: (geometry) => stage.fit(geometry ? boxOf(geometry) : null),
  };

  function store(geometry) {
    field.value = geometry ? JSON.stringify(geometry) : "";
    drawing.tools.show();
    stored(geometry);
  }
  part("boundary-bar").hidden = false;
  drawing.canvas = createCanvas(map, {
    grown: (geometry) => grown(geometry, drawing.canvas),
    changed: (geometry) => steps.push(geometry) && store(geometry),
    turned: () => drawing.tools.show(),
  });
  drawing.tools = createTools(drawing, root);
  drawing.canvas.snap(snap.checked);
  snap.addEventListener("change", () => drawing.canvas.snap(snap.checked));
  if (steps.current) drawing.canvas.show(steps.current);
  drawing.tools.show();
  return drawing;
}
