/** Owns the buttons above the drawing, their states, and the keys that stand for them. */

import { createAim } from "diaban/edit/aim";
import { t } from "diaban/i18n";
import { createLocate } from "diaban/tools/locate";

const HINTS = { Line: "drawing.hint.line", Polygon: "drawing.hint.area", Marker: "drawing.hint.point" };

/** Returns {show}, which brings the buttons up to date. */
export function createTools(drawing, root) {
  const { canvas, steps, map, part } = drawing;
  const button = (name) => root.querySelector(`[data-edit="${name}"]`);
  const say = (words) => {
    part("drawing-hint").textContent = words;
  };
  createAim({ map, canvas, say });
  const locate = createLocate({ map, say, toolChanged() {} });
  const tool = () => drawing.config.kinds[drawing.fields.kind()] ?? null;

  const acts = {
    draw() {
      if (canvas.tool) canvas.stop();
      else if (tool()) canvas.start(tool());
      else say(t("drawing.choose_kind"));
    },
    finish() {
      if (!canvas.finish()) say(t("drawing.more_points"));
    },
    undo() {
      if (canvas.tool) return canvas.takeBack() || canvas.stop();
      return drawing.set(steps.undo());
    },
    redo: () => drawing.set(steps.redo()),
    clear() {
      canvas.stop();
      steps.push(null);
      drawing.set(null);
    },
    fit: () => drawing.fit(null),
    place: () => drawing.fit(steps.current),
    locate: () => locate.start(),
    in: () => map.zoomIn(),
    out: () => map.zoomOut(),
  };
  for (const [name, act] of Object.entries(acts)) {
    button(name)?.addEventListener("click", ({ detail }) => {
      act();
      show();
      if (name === "draw" && canvas.tool && detail === 0) map.getContainer().focus(); // pressed by key: so it goes on
    });
  }
  root.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("textarea, select, input");
    const name = isTyping ? null : keyOf(event, canvas.tool !== null);
    if (!name || button(name).disabled) return;
    event.preventDefault();
    acts[name]();
    show();
  });

  function show() {
    const isDrawing = canvas.tool !== null;
    button("draw").setAttribute("aria-pressed", String(isDrawing));
    part("drawing-draw-words").textContent = t(steps.current ? "drawing.redraw" : "drawing.draw");
    button("finish").hidden = !isDrawing || canvas.tool === "Marker";
    button("undo").disabled = !isDrawing && !steps.canUndo;
    button("redo").disabled = isDrawing || !steps.canRedo;
    button("clear").disabled = !steps.current && !isDrawing;
    button("place").disabled = !steps.current;
    if (isDrawing) say(t(HINTS[canvas.tool]));
    else if (steps.current) say(t(steps.current.type === "Point" ? "drawing.hint.edit_point" : "drawing.hint.edit"));
    else say(t(tool() ? "drawing.hint.start" : "drawing.choose_kind"));
  }
  return { show };
}

/** Returns the button that a key stands for; Esc ends the drawing and nothing else. */
function keyOf({ key, ctrlKey, metaKey, shiftKey }, isDrawing) {
  if (key === "Escape") return isDrawing ? "draw" : null;
  if (!ctrlKey && !metaKey) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : null;
}
