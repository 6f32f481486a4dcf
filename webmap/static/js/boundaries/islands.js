/** Owns quần đảo Hoàng Sa and quần đảo Trường Sa on the map of a set: whoever sees the nation sees them. */

import { worldX } from "diaban/model/shapes";
import { paintArchipelagos } from "diaban/sovereignty";

const TILE_PX = 256;
const BUTTONS_PX = 64;
const WHOLE = worldX(180) - worldX(-180);

/** Lays a canvas over the map, on which they are painted whenever another part of the earth is shown. */
export function showIslands(map) {
  const canvas = document.createElement("canvas");
  canvas.className = "boundary__islands";
  canvas.setAttribute("aria-hidden", "true");
  map.getContainer().append(canvas);
  const paint = () => paintOn(canvas, map);
  map.on("move zoomend resize", paint);
  paint();
}

function paintOn(canvas, map) {
  const { x: width, y: height } = map.getSize();
  const ratio = globalThis.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [width * ratio, height * ratio];
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const { x: left, y: top } = map.getPixelBounds().min;
  const frame = { scale: (TILE_PX * 2 ** map.getZoom()) / WHOLE, left, top, view: [0, 0, width, height] };
  paintArchipelagos(pen, frame, [0, 0, width - BUTTONS_PX, height], () => []);
}
