/** Around the model that finds faces: no part of a photo is left out, and each face is hidden once, whole. */

import assert from "node:assert/strict";
import test from "node:test";

import {
  SIDE, boxesAround, distinct, facesIn, notYetHidden, readWindow, sizesOf, windowsOf,
} from "diaban/images/windows";

const FACE = { left: 0.4, top: 0.3, right: 0.5, bottom: 0.4, score: 0.9 };
const away = (dx, dy = dx, score = 0.7) => ({
  left: FACE.left + dx, top: FACE.top + dy, right: FACE.right + dx, bottom: FACE.bottom + dy, score,
});

/** An answer of the model in which one cell tells a face. */
function answer(cell, place, raw) {
  const scores = new Float32Array(48 * 48).fill(-100);
  const places = new Float32Array(48 * 48 * 16);
  scores[cell] = raw;
  places.set(place, cell * 16);
  return { scores, places };
}

test("a photo is shown in three sizes, a small picture only in those that add something", () => {
  assert.deepEqual(sizesOf(1600, 1200), [[192, 144], [384, 288], [640, 480]]);
  assert.deepEqual(sizesOf(900, 1600), [[108, 192], [216, 384], [360, 640]]);
  assert.deepEqual(sizesOf(200, 100), [[192, 96]]);
  assert.deepEqual(sizesOf(1600, 1).at(-1), [640, 1]);
});

test("the squares cover every pixel, overlap, and stay inside", () => {
  for (const [width, height] of [[192, 144], [384, 288], [640, 480], [640, 640], [200, 193]]) {
    const corners = windowsOf(width, height);
    for (const x of [0, 100, width - 1]) {
      for (const y of [0, 100, height - 1]) {
        assert.ok(corners.some((at) => x >= at.x && x < at.x + SIDE && y >= at.y && y < at.y + SIDE), `${x}, ${y} of ${width}`);
      }
    }
    assert.ok(corners.every(({ x, y }) => x >= 0 && y >= 0 && x <= Math.max(0, width - SIDE) && y <= Math.max(0, height - SIDE)));
  }
  const starts = [...new Set(windowsOf(640, 192).map(({ x }) => x))];
  assert.ok(starts.slice(1).every((x, index) => x - starts[index] <= SIDE * 0.8));
});

test("a square is read from its corner, in the model's numbers, black beyond the edge", () => {
  const pixels = new Uint8ClampedArray(200 * 3 * 4).fill(255);
  pixels.set([0, 127.5, 255, 255], (2 * 200 + 8) * 4);
  const values = readWindow({ width: 200, height: 3, pixels }, { x: 8, y: 0 });
  assert.equal(values.length, SIDE * SIDE * 3);
  assert.deepEqual([...values.slice(0, 3)], [1, 1, 1]);
  const [red, green, blue] = values.slice(2 * SIDE * 3, 2 * SIDE * 3 + 3);
  assert.ok(red === -1 && Math.abs(green) < 0.01 && blue === 1);
  assert.ok(values.slice(3 * SIDE * 3).every((value) => value === -1));
});

test("an answer is a place in the whole photo, and none where the model is not sure", () => {
  const [face] = facesIn(answer(48 * 10 + 20, [2, -2, 40, 20], 3), { width: 640, height: 480 }, { x: 100, y: 50 });
  const middle = { x: 100 + 20.5 * 4 + 2, y: 50 + 10.5 * 4 - 2 };
  assert.ok(Math.abs(face.left - (middle.x - 20) / 640) < 1e-9);
  assert.ok(Math.abs(face.bottom - (middle.y + 10) / 480) < 1e-9);
  assert.ok(face.score > 0.95);
  assert.deepEqual(facesIn(answer(5, [0, 0, 40, 40], 0), { width: 640, height: 480 }, { x: 0, y: 0 }), []);
});

test("a face that is found several times is one, two faces side by side are two", () => {
  assert.deepEqual(distinct([away(0.01), FACE, away(-0.02)]), [FACE]);
  const inside = { left: 0.42, top: 0.32, right: 0.46, bottom: 0.36, score: 0.8 };
  assert.deepEqual(distinct([inside, FACE]), [FACE]);
  assert.equal(distinct([FACE, away(0.1, 0), away(0, 0.2)]).length, 3);
  assert.deepEqual(distinct([]), []);
});

test("a box reaches over its face, most above it, and not out of the photo", () => {
  const [box] = boxesAround([FACE]);
  assert.ok(box.left < 0.4 && box.right > 0.5 && box.bottom > 0.4);
  assert.ok(0.3 - box.top > box.bottom - 0.4);
  assert.equal("score" in box, false);
  const [edge] = boxesAround([{ left: -0.02, top: 0, right: 0.1, bottom: 1.01, score: 1 }]);
  assert.deepEqual([edge.left, edge.top, edge.bottom], [0, 0, 1]);
});

test("a face that the person has hidden already is not hidden a second time", () => {
  const drawn = { left: 0.3, top: 0.2, right: 0.6, bottom: 0.6 };
  assert.deepEqual(notYetHidden([FACE, away(0.4, 0)], [drawn]), [away(0.4, 0)]);
  assert.deepEqual(notYetHidden([FACE], [away(0.05)]), [FACE]);
});
