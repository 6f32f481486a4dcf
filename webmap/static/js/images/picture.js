/** Owns the pixels: reads a chosen photo upright and small, hides parts of it, and writes it without what the camera told. */

import { mosaicOf } from "diaban/images/boxes";

const LONGEST_SIDE_PX = 1600;
const QUALITY = 0.85;

/** Returns a canvas with the photo upright, at most 1600 px long; throws where the browser cannot read the file. */
export async function readPhoto(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const share = Math.min(1, LONGEST_SIDE_PX / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * share));
  canvas.height = Math.max(1, Math.round(bitmap.height * share));
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

/** Returns a canvas with an image of the page. */
export function copyImage(image) {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas;
}

/** Draws the source onto a canvas of its size, with a few flat blocks where the boxes are. */
export function drawHidden(canvas, source, boxes) {
  canvas.width = source.width;
  canvas.height = source.height;
  const pen = canvas.getContext("2d");
  pen.drawImage(source, 0, 0);
  for (const box of boxes) drawMosaic(pen, source, mosaicOf(box, source.width, source.height));
}

function drawMosaic(pen, source, { left, top, width, height, columns, rows }) {
  const few = document.createElement("canvas");
  few.width = columns;
  few.height = rows;
  const small = few.getContext("2d");
  small.imageSmoothingQuality = "high";
  small.drawImage(source, left, top, width, height, 0, 0, columns, rows);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(few, 0, 0, columns, rows, left, top, width, height);
  pen.imageSmoothingEnabled = true;
}

/** Returns the photo as it is sent: a JPEG whose parts in boxes are gone before it leaves the device. */
export function writePhoto(source, boxes) {
  const canvas = document.createElement("canvas");
  drawHidden(canvas, source, boxes);
  return new Promise((resolve, reject) => {
    const done = (blob) => (blob ? resolve(blob) : reject(new Error("the canvas gave no picture")));
    canvas.toBlob(done, "image/jpeg", QUALITY);
  });
}
