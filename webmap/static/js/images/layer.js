/** Owns the boxes over one picture: drawn with finger or mouse, moved and sized by hand or by keys, taken away again. */

import { t } from "diaban/i18n";
import { afterKey, boxBetween, moved, newBox, resized } from "diaban/images/boxes";
import { drawHidden } from "diaban/images/picture";
import { notYetHidden } from "diaban/images/windows";

const MOST = 40;
const LEAST_DRAG_PX = 6;

/** Lays boxes over a picture. `stage` takes the canvas; `status` is told what happened; `onChange` gets the boxes. */
export function createLayer({ stage, status, source, boxes, onChange }) {
  const frame = document.createElement("div");
  frame.className = "hider__picture hider__picture--drawn";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", t("images.js.canvas"));
  frame.append(canvas);
  stage.replaceChildren(frame);
  const layer = { boxes: [], elements: [] };

  const say = (text) => {
    status.textContent = text;
  };
  const redraw = () => {
    drawHidden(canvas, source, layer.boxes);
    onChange(layer.boxes);
  };
  const place = (index) => {
    const { style } = layer.elements[index];
    const { left, top, right, bottom } = layer.boxes[index];
    style.left = `${left * 100}%`;
    style.top = `${top * 100}%`;
    style.width = `${(right - left) * 100}%`;
    style.height = `${(bottom - top) * 100}%`;
  };
  const name = () => layer.elements.forEach((element, index) => {
    element.setAttribute("aria-label", t("images.js.box", { number: index + 1 }));
    element.querySelector(".hider__remove").setAttribute("aria-label", t("images.js.remove_box", { number: index + 1 }));
  });

  function change(element, box) {
    const index = layer.elements.indexOf(element);
    layer.boxes[index] = box;
    place(index);
    redraw();
  }

  function remove(element) {
    const index = layer.elements.indexOf(element);
    layer.boxes.splice(index, 1);
    layer.elements.splice(index, 1);
    element.remove();
    name();
    redraw();
    say(t("images.js.box_removed"));
    (layer.elements.at(-1) ?? stage.closest("dialog, form").querySelector("[data-add]")).focus();
  }

  function insert(box) {
    if (layer.boxes.length >= MOST) {
      say(t("images.js.boxes_full", { n: MOST }));
      return null;
    }
    const element = makeElement();
    element.addEventListener("keydown", (event) => {
      if (event.target !== element) return;
      const after = afterKey(layer.boxes[layer.elements.indexOf(element)], event);
      if (after === undefined) return;
      event.preventDefault();
      if (after === null) remove(element);
      else change(element, after);
    });
    element.querySelector(".hider__remove").addEventListener("click", () => remove(element));
    layer.boxes.push(box);
    layer.elements.push(element);
    frame.append(element);
    place(layer.boxes.length - 1);
    name();
    redraw();
    return element;
  }

  const pointAt = (event) => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  };
  followPointer(frame, { pointAt, layer, change, insert, say });

  layer.add = () => {
    insert(newBox(layer.boxes.length))?.focus();
    say(t("images.js.box_added"));
  };
  layer.propose = (found) => notYetHidden(found, layer.boxes).filter(insert).length;
  layer.clear = () => {
    for (const element of layer.elements) element.remove();
    layer.boxes = [];
    layer.elements = [];
    redraw();
    say(t("images.js.boxes_cleared"));
  };
  boxes.forEach(insert);
  redraw();
  return layer;
}

function makeElement() {
  const element = document.createElement("div");
  element.className = "hider__box";
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-describedby", "boxes-help");
  const removal = document.createElement("button");
  removal.type = "button";
  removal.className = "hider__remove";
  removal.textContent = "×";
  const corner = document.createElement("span");
  corner.className = "hider__corner";
  element.append(removal, corner);
  return element;
}

/** One finger or the mouse: on a box it moves it, on its corner it sizes it, elsewhere it draws a new one. */
function followPointer(frame, { pointAt, layer, change, insert, say }) {
  let drag = null;
  frame.addEventListener("pointerdown", (event) => {
    if (drag || event.button !== 0 || event.target.closest(".hider__remove")) return;
    const element = event.target.closest(".hider__box");
    const from = pointAt(event);
    const box = element && layer.boxes[layer.elements.indexOf(element)];
    const act = !element ? null : event.target.closest(".hider__corner") ? resized : moved;
    drag = { id: event.pointerId, element, from, box, act, at: [event.clientX, event.clientY] };
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
    element?.focus();
  });
  frame.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.id) return;
    const to = pointAt(event);
    if (drag.act) {
      change(drag.element, drag.act(drag.box, to.x - drag.from.x, to.y - drag.from.y));
      return;
    }
    const far = Math.hypot(event.clientX - drag.at[0], event.clientY - drag.at[1]);
    if (!drag.element && far >= LEAST_DRAG_PX) drag.element = insert(boxBetween(drag.from, to));
    if (drag.element) change(drag.element, boxBetween(drag.from, to));
  });
  const end = (event) => {
    if (event.pointerId !== drag?.id) return;
    if (!drag.act && drag.element) {
      drag.element.focus();
      say(t("images.js.box_added"));
    }
    drag = null;
  };
  frame.addEventListener("pointerup", end);
  frame.addEventListener("pointercancel", end);
}
