/** Owns which tiles a frame needs, and fetches each once. */

import { unpackPiece } from "diaban/tiles/pieces";

const WORLD = 256;
const LAST_ZOOM = 16;
const SPARE = 0.2;
const MOST_KEPT = 300;
const COARSER = 2;
const FEW = 800; // of a tile of the finest sort: so many it tells one by one, and some are fuller than others

/** Returns {load(box, zoom)}: a promise of the pieces around a frame. `template` has {z}, {row} and {col}. */
export function createLoader(template, model) {
  const kept = new Map();

  function get(tile) {
    const key = keyOf(tile);
    if (!kept.has(key)) {
      const url = template.replace(/\{(z|row|col)\}/g, (_, name) => tile[name]);
      const entry = { piece: null };
      entry.promise = fetchPiece(url, model, tile).then((piece) => (entry.piece = piece));
      entry.promise.catch(() => kept.delete(key));
      kept.set(key, entry);
    }
    const entry = kept.get(key);
    kept.delete(key);
    kept.set(key, entry);
    return entry.promise;
  }

  const isWhole = (tile) => Boolean(kept.get(keyOf(tile))?.piece?.hotspots);
  const getAll = (box, z) => Promise.all(tilesOver(box, z, isWhole).map(get));

  return {
    async load(box, zoom) {
      const [wide, finest] = [padded(box), Math.min(LAST_ZOOM, Math.floor(zoom))];
      const pieces = await getAll(wide, Math.max(0, finest - COARSER));
      const finer = pieces.map((piece) => (isWorthFiner(piece, finest) ? getAll(meet(wide, boxOf(piece.tile)), finest) : [piece]));
      for (const key of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_KEPT))) kept.delete(key);
      return [...new Set((await Promise.all(finer)).flat())];
    },
  };
}

/** Fetches places, a tile of them or what was found; boundaries that changed meanwhile have other numbers: then all is read anew. */
export async function fetchPiece(url, model, tile = null) {
  const answer = await fetch(url, { headers: {} });
  if (!answer.ok) throw new Error(`places ${answer.status}`);
  const told = await answer.json();
  if (told.areas_revision !== model.many.areas_revision) {
    location.reload();
    await new Promise(() => {});
  }
  return unpackPiece(told, tile);
}

/**
 * Returns the tiles {z, row, col} that cover a box (world units). Where a larger tile tells its places one by one
 * (`isWhole`), that one is enough.
 */
export function tilesOver(box, z, isWhole) {
  const across = 2 ** z;
  const index = (at) => Math.max(0, Math.min(across - 1, Math.floor((at / WORLD) * across)));
  const found = new Map();
  for (let row = index(box[1]); row <= index(box[3]); row += 1) {
    for (let col = index(box[0]); col <= index(box[2]); col += 1) {
      const tile = largestWhole({ z, row, col }, isWhole);
      found.set(keyOf(tile), tile);
    }
  }
  return [...found.values()];
}

/** Where a tile could only count its places, smaller ones may name them. */
function isWorthFiner({ points, tile }, finest) {
  return Boolean(points) && points.x.length / 4 ** (finest - tile.z) <= FEW;
}

/** Places that reach into the frame from outside come with the tiles around it, and a short move needs no others. */
function padded([left, top, right, bottom]) {
  const [width, height] = [(right - left) * SPARE, (bottom - top) * SPARE];
  return [left - width, top - height, right + width, bottom + height];
}

function boxOf({ z, row, col }) {
  const width = WORLD / 2 ** z;
  const inside = width * 1e-9; // the far sides belong to the next tiles
  return [col * width, row * width, (col + 1) * width - inside, (row + 1) * width - inside];
}

function meet(one, other) {
  return [Math.max(one[0], other[0]), Math.max(one[1], other[1]), Math.min(one[2], other[2]), Math.min(one[3], other[3])];
}

function largestWhole(tile, isWhole) {
  for (let z = 0; z < tile.z; z += 1) {
    const shift = 2 ** (tile.z - z);
    const parent = { z, row: Math.floor(tile.row / shift), col: Math.floor(tile.col / shift) };
    if (isWhole(parent)) return parent;
  }
  return tile;
}

function keyOf({ z, row, col }) {
  return `${z}/${row}/${col}`;
}
