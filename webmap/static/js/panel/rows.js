/** Owns what a place says of itself in one line: in the list, in search hits, in the tip on the map. */

import { t } from "diaban/i18n";
import { boundaryDay, wardsOf } from "diaban/model/choice";
import { drawSample } from "diaban/draw/symbols";

/** Returns a small canvas with the symbol of a status, drawn as on the map. */
export function sampleOf(code, kind, width = 52, height = 32) {
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
  drawSample(pen, code, width, height, kind);
  return canvas;
}

/** Returns the names of the wards of a place, its lead first, on the boundaries on show. */
export function wardNames(page, row) {
  return wardsOf(page.model, row, boundaryDay(page.store.value)).map((area) => page.model.areas.name[area]);
}

/** Writes one row of the list. */
export function fillRow(page, node, row) {
  const { hotspots, kinds, states } = page.model;
  const code = states[page.choice.state[row]];
  const wards = wardNames(page, row);
  const words = document.createElement("span");
  words.className = "list__words";
  words.append(
    line("list__name", hotspots.name[row]),
    line("list__about", wards.join(", ") || t("map.list.no_ward")),
    line("list__about", t(`codes.status.${code}`)),
  );
  node.append(sampleOf(code, kinds[hotspots.kind[row]], 56, 36), words);
}

export function line(className, text, tag = "span") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}
