/** Owns what lies over the map: the boxes of buttons and sheets, and the part of the view that they leave clear. */

import { overlaps } from "diaban/model/shapes";

const LOW_PX = 90;
const WIDE = 0.6;

/** Returns the boxes [left, top, right, bottom] of everything marked data-over-map, in canvas pixels. */
export function findSheets(map, { view }) {
  const own = map.getContainer().getBoundingClientRect();
  const [dx, dy] = [view[0] - own.left, view[1] - own.top];
  const boxes = [];
  for (const node of document.querySelectorAll("[data-over-map]")) {
    const { left, top, right, bottom, width, height } = node.getBoundingClientRect();
    if (width * height > 0) boxes.push([left + dx, top + dy, right + dx, bottom + dy]);
  }
  return boxes;
}

/** Returns the view without the strips at its edges that sheets cover. */
export function clearPart(view, sheets) {
  const clear = [...view];
  for (const sheet of sheets) {
    if (!overlaps(sheet, view)) continue;
    const [left, top, right, bottom] = sheet;
    const isHigh = top + bottom < view[1] + view[3];
    const isLow = bottom - top < LOW_PX;
    if (right - left > WIDE * (view[2] - view[0]) || isLow) {
      if (isHigh) clear[1] = Math.max(clear[1], bottom);
      else clear[3] = Math.min(clear[3], top);
    } else clear[2] = Math.min(clear[2], left);
  }
  return clear;
}
