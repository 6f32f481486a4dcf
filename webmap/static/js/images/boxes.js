/** Owns the arithmetic of boxes: {left, top, right, bottom} in shares of a picture, 0 to 1 from its top left. */

export const SMALLEST = 0.03;
export const FIRST_SIZE = 0.25;

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

/** Returns the box between two points of a picture, in whatever direction it was drawn; at least as large as can be seen. */
export function boxBetween(from, to) {
  const [left, right] = grown(clamp(Math.min(from.x, to.x), 0, 1), clamp(Math.max(from.x, to.x), 0, 1));
  const [top, bottom] = grown(clamp(Math.min(from.y, to.y), 0, 1), clamp(Math.max(from.y, to.y), 0, 1));
  return { left, top, right, bottom };
}

function grown(start, end) {
  if (end - start >= SMALLEST) return [start, end];
  const first = clamp((start + end - SMALLEST) / 2, 0, 1 - SMALLEST);
  return [first, first + SMALLEST];
}

/** Returns a box of the usual size in the middle of a picture; further ones stand apart, so that each can be seen. */
export function newBox(count) {
  const away = (count % 5) * 0.06;
  const start = (1 - FIRST_SIZE) / 2 - 0.12 + away;
  return { left: start, top: start, right: start + FIRST_SIZE, bottom: start + FIRST_SIZE };
}

/** Returns the box moved, whole, within the picture. */
export function moved(box, dx, dy) {
  const x = clamp(dx, -box.left, 1 - box.right);
  const y = clamp(dy, -box.top, 1 - box.bottom);
  return { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y };
}

/** Returns the box with its lower right corner moved; it stays within the picture and large enough to be seen. */
export function resized(box, dx, dy) {
  return {
    ...box,
    right: clamp(box.right + dx, Math.min(box.left + SMALLEST, 1), 1),
    bottom: clamp(box.bottom + dy, Math.min(box.top + SMALLEST, 1), 1),
  };
}

/** Returns boxes as they are sent: lists of left, top, right, bottom to a ten-thousandth, never smaller than drawn. */
export function written(boxes) {
  const down = (share) => Math.floor(share * 10_000) / 10_000;
  const up = (share) => Math.min(1, Math.ceil(share * 10_000) / 10_000);
  return JSON.stringify(boxes.map(({ left, top, right, bottom }) => [down(left), down(top), up(right), up(bottom)]));
}

/** Returns the pixels of a box and the number of blocks, at most six along its long side, that are to be left of it. */
export function mosaicOf(box, width, height) {
  const left = Math.floor(box.left * width);
  const top = Math.floor(box.top * height);
  const size = [Math.ceil(box.right * width) - left, Math.ceil(box.bottom * height) - top];
  const block = Math.max(16, Math.ceil(Math.max(...size) / 6));
  return { left, top, width: size[0], height: size[1], columns: Math.ceil(size[0] / block), rows: Math.ceil(size[1] / block) };
}

const STEP = 0.02;
const STEPS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/** Returns what a key does to a box: the new box, null where it removes it, undefined where it means nothing. */
export function afterKey(box, { key, shiftKey }) {
  if (key === "Delete" || key === "Backspace") return null;
  const step = STEPS[key];
  if (!step) return undefined;
  return shiftKey ? resized(box, ...step) : moved(box, ...step);
}
