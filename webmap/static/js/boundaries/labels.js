/** Owns which names are written on the map: the first of those that would lie on each other. */

const GAP_PX = 4;

/** Returns, for boxes [left, top, right, bottom] in order of rank, whether each keeps clear of those before it. */
export function keepApart(boxes) {
  const kept = [];
  return boxes.map((box) => {
    const isFree = kept.every((other) => !isTouching(box, other));
    if (isFree) kept.push(box);
    return isFree;
  });
}

/** Returns the box around a point for words of so many pixels. */
export function boxAround({ x, y }, [width, height]) {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

function isTouching([left, top, right, bottom], other) {
  return left - GAP_PX < other[2] && right + GAP_PX > other[0] && top - GAP_PX < other[3] && bottom + GAP_PX > other[1];
}
