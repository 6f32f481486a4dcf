/** Owns what a place says of itself in one line: in the list, in search hits, in the tip on the map. */

import { boundaryDay, wardsOf } from "diaban/model/choice";
import { drawSample } from "diaban/draw/symbols";

/** Returns a small canvas with a drawing on it. */
export function sketch(draw, width, height) {
  const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
  const canvas = document.createElement("canvas");
  canvas.className = "sample";
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.setAttribute("aria-hidden", "true");
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  draw(pen);
  return canvas;
}

/** Returns the symbol of a status, drawn as on the map. */
export function sampleOf(code, kind, width = 52, height = 32) {
  return sketch((pen) => drawSample(pen, code, width, height, kind), width, height);
}

/** Returns the names of the wards of a place, its lead first, on the boundaries on show. */
export function wardNames(page, row) {
  return wardsOf(page.model, row, boundaryDay(page.store.value)).map((area) => page.model.areas.name[area]);
}

export function line(className, text, tag = "span") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}
