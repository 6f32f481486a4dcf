/** Owns whole numbers as text, the twin of geo/formats/columns.py (the code of the Encoded Polyline Algorithm Format). */

const BITS = 5;
const MORE = 1 << BITS;
const FIRST_LETTER = 63;

/** Returns the whole numbers, of at most 31 bits, that a text of the feed holds. */
export function unpackIntegers(text) {
  const numbers = new Int32Array(countNumbers(text));
  for (let at = 0, row = 0; row < numbers.length; row += 1) {
    let folded = 0;
    let letter = MORE;
    for (let shift = 0; letter >= MORE; shift += BITS, at += 1) {
      letter = text.charCodeAt(at) - FIRST_LETTER;
      folded |= (letter & (MORE - 1)) << shift;
    }
    numbers[row] = (folded >>> 1) ^ -(folded & 1);
  }
  return numbers;
}

/** Returns for every row its value: the feed holds each of the values once. */
export function unpackValues({ values, row }) {
  return Array.from(unpackIntegers(row), (at) => values[at]);
}

function countNumbers(text) {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) - FIRST_LETTER < MORE) count += 1;
  }
  return count;
}
