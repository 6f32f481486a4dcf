/** Owns which side of a cut is which: the places beside its longest piece where the two halves are numbered. */

const AWAY = 0.25; // of the length of the piece

/** Returns the places [lon, lat] left and right of the longest piece of a line, the way it is drawn. */
export function sidesOf(positions) {
  const [[ax, ay], [bx, by]] = longestPiece(positions);
  const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
  const [dx, dy] = [(bx - ax) * AWAY, (by - ay) * AWAY];
  return { left: [x - dy, y + dx], right: [x + dy, y - dx] };
}

function longestPiece(positions) {
  let longest = [positions[0], positions[1]];
  for (let at = 2; at < positions.length; at += 1) {
    const piece = [positions[at - 1], positions[at]];
    if (lengthOf(piece) > lengthOf(longest)) longest = piece;
  }
  return longest;
}

function lengthOf([[ax, ay], [bx, by]]) {
  return Math.hypot(bx - ax, by - ay);
}
