/** Owns the way to the worker that looks for faces; it and all that it loads come only with the first photo. */

import { boxesAround, sizesOf } from "diaban/images/windows";

const PATIENCE_MS = 45_000;

/** Returns a function that promises the boxes around the faces of a photo, or null where nothing here can look. */
export function createFinder({ worker: address, ...addresses }) {
  const waiting = new Map();
  let worker = null;
  let count = 0;

  function settle(id, faces) {
    const answer = waiting.get(id);
    waiting.delete(id);
    answer?.(faces && boxesAround(faces));
  }

  function start() {
    worker = new Worker(address);
    worker.addEventListener("message", ({ data: { id, faces } }) => settle(id, faces));
    worker.addEventListener("error", () => {
      worker?.terminate();
      worker = null;
      for (const id of [...waiting.keys()]) settle(id, null);
    });
  }

  return (source) => new Promise((resolve) => {
    const id = (count += 1);
    waiting.set(id, resolve);
    try {
      if (!worker) start();
      const sizes = sizesOf(source.width, source.height).map((size) => copyOf(source, size));
      worker.postMessage({ id, addresses, sizes }, sizes.map(({ pixels }) => pixels.buffer));
      setTimeout(() => settle(id, null), PATIENCE_MS);
    } catch {
      settle(id, null);
    }
  });
}

function copyOf(source, [width, height]) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, 0, 0, width, height);
  return { width, height, pixels: pen.getImageData(0, 0, width, height).data };
}
