/**
 * Owns the arithmetic around the model that finds faces: what of a photo it is shown, and what its answer means.
 *
 * The model looks at squares of 192 pixels and finds faces that are neither tiny nor huge in them. So a photo is shown
 * in several sizes, and each size in squares that overlap: small faces are found in the large size, near ones in the
 * small size. Boxes are {left, top, right, bottom} in shares of the photo, with the model's `score`, 0 to 1.
 */

export const SIDE = 192;
export const SIZES = [192, 384, 640];
const OVERLAP = 0.2;
const CELLS = 48;
const NUMBERS = 16;
const LEAST_SCORE = 0.6;
const MOST_SHARED = 0.4;
const MARGINS = { left: 0.15, top: 0.35, right: 0.15, bottom: 0.15 };

/** Returns the sizes [width, height], small to large, in which a photo is shown to the model; none larger than it is. */
export function sizesOf(width, height) {
  const longest = Math.max(width, height);
  const sides = SIZES.filter((side, index) => index === 0 || side < longest * 1.5);
  return sides.map((side) => [width, height].map((length) => Math.max(1, Math.round((length * side) / longest))));
}

/** Returns the upper left corners of the overlapping squares that cover a picture of this size. */
export function windowsOf(width, height) {
  const rows = startsOf(height);
  return rows.flatMap((y) => startsOf(width).map((x) => ({ x, y })));
}

function startsOf(length) {
  if (length <= SIDE) return [0];
  const count = Math.ceil((length - SIDE * OVERLAP) / (SIDE * (1 - OVERLAP)));
  return Array.from({ length: count }, (_, index) => Math.round((index * (length - SIDE)) / (count - 1)));
}

/** Returns one square of a picture's pixels as the model takes it: red, green, blue from -1 to 1; black beyond its edge. */
export function readWindow({ width, height, pixels }, { x, y }) {
  const values = new Float32Array(SIDE * SIDE * 3).fill(-1);
  const columns = Math.min(SIDE, width - x);
  for (let row = 0; row < Math.min(SIDE, height - y); row += 1) {
    let from = ((y + row) * width + x) * 4;
    let to = row * SIDE * 3;
    for (let column = 0; column < columns; column += 1, from += 4, to += 3) {
      for (let color = 0; color < 3; color += 1) values[to + color] = pixels[from + color] / 127.5 - 1;
    }
  }
  return values;
}

/**
 * Returns the faces that the model's answer for one square tells.
 *
 * `scores` has one number for each of 48 x 48 cells, `places` sixteen: the face's middle relative to that of the cell,
 * its width and height, all in pixels of the square, then points of the face that are not needed.
 */
export function facesIn({ scores, places }, { width, height }, { x, y }) {
  const faces = [];
  scores.forEach((raw, cell) => {
    const score = 1 / (1 + Math.exp(-raw));
    if (score < LEAST_SCORE) return;
    const [dx, dy, wide, high] = places.subarray(cell * NUMBERS, cell * NUMBERS + 4);
    const middle = x + ((cell % CELLS) + 0.5) * (SIDE / CELLS) + dx;
    const level = y + (Math.floor(cell / CELLS) + 0.5) * (SIDE / CELLS) + dy;
    const sides = { left: middle - wide / 2, right: middle + wide / 2, top: level - high / 2, bottom: level + high / 2 };
    faces.push({
      left: sides.left / width, right: sides.right / width, top: sides.top / height, bottom: sides.bottom / height, score,
    });
  });
  return faces;
}

/** Returns each face once, the surest first: it is found in several cells, squares and sizes. */
export function distinct(faces) {
  const kept = [];
  for (const face of faces.toSorted((one, other) => other.score - one.score)) {
    if (!kept.some((better) => isSame(better, face))) kept.push(face);
  }
  return kept;
}

/** Returns the boxes that hide faces: larger than these, up to the hair and out to the ears, but within the photo. */
export function boxesAround(faces) {
  return faces.map(({ left, top, right, bottom }) => {
    const [width, height] = [right - left, bottom - top];
    return {
      left: Math.max(0, left - width * MARGINS.left),
      top: Math.max(0, top - height * MARGINS.top),
      right: Math.min(1, right + width * MARGINS.right),
      bottom: Math.min(1, bottom + height * MARGINS.bottom),
    };
  });
}

/** Returns the boxes of which less than most is hidden by one of those that are there already. */
export function notYetHidden(boxes, there) {
  return boxes.filter((box) => !there.some((hidden) => shared(box, hidden) > 0.8 * areaOf(box)));
}

function isSame(one, other) {
  const both = shared(one, other);
  const [first, second] = [areaOf(one), areaOf(other)];
  return both > MOST_SHARED * (first + second - both) || both > 0.7 * Math.min(first, second);
}

const areaOf = ({ left, top, right, bottom }) => (right - left) * (bottom - top);

function shared(one, other) {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return width > 0 && height > 0 ? width * height : 0;
}
