/** Owns what a proposal of a place in the making holds, and the body of the entry that comes of it; no page, no storage. */

import { rounded } from "diaban/field/canonical";
import { accuracyOf, lengthM, simplified } from "diaban/field/track";

export const TOPICS = ["toi_pham", "ma_tuy", "mai_dam", "te_nan_khac"];
const LEAST_LENGTH_M = 20;
const MOST_VAGUE_M = 1000;
const FINGER_PX = 24;
const MAP_ACCURACY_M = 250;
const EQUATOR_M = 40_075_017;
const TILE_PX = 256;

/** Returns a fresh draft. `line` are positions {lon, lat, accuracy_m}: one of a point, all of an alley that was walked. */
export function newProposal() {
  return { name: "", note: "", topics: [], kind: "point", source: "gps", line: [] };
}

/** Returns the draft that a body was made of, so that an entry can be changed before it leaves. */
export function proposalOf({ name, note, topics, kind, source, geometry, accuracy_m: accuracy }) {
  const corners = kind === "alley" ? geometry.coordinates : [geometry.coordinates];
  const line = corners.map(([lon, lat]) => ({ lon, lat, accuracy_m: accuracy }));
  return { name, note: note ?? "", topics, kind, source, line };
}

/**
 * Returns the position of a finger on the map of the area, {lon, lat, accuracy_m}: as exact as a finger is at this zoom,
 * and never more exact than what the map shows (`limits.map_accuracy_m` of the area).
 */
export function tappedAt({ lon, lat }, zoom, limits = {}) {
  const metresPerPixel = (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (TILE_PX * 2 ** zoom);
  const accuracy = Math.max(FINGER_PX * metresPerPixel, limits.map_accuracy_m ?? MAP_ACCURACY_M);
  return { lon: rounded(lon, 6), lat: rounded(lat, 6), accuracy_m: Math.ceil(accuracy) };
}

/** Returns {field: code of its fault}. */
export function faultsOf({ name, note, topics, kind, line }) {
  const faults = {};
  if (!note.trim()) faults.note = "why";
  if (!name.trim()) faults.name = "name";
  if (!topics.length) faults.topics = "topics";
  if (!line.length) faults.where = "where";
  else if (kind === "alley" && (line.length < 2 || lengthM(line) < LEAST_LENGTH_M)) faults.where = "short";
  else if (accuracyOf(line) > MOST_VAGUE_M) faults.where = "vague";
  return faults;
}

/** Returns the body of the entry. */
export function bodyOf({ name, note, topics, kind, source, line }) {
  const corners = simplified(line).map(({ lon, lat }) => [rounded(lon, 6), rounded(lat, 6)]);
  const geometry = kind === "alley" ? { type: "LineString", coordinates: corners } : { type: "Point", coordinates: corners[0] };
  return {
    name: name.trim().normalize("NFC"), kind, geometry, topics, source,
    accuracy_m: rounded(vagueness({ kind, line }), 1), note: note.trim().normalize("NFC") || null,
  };
}

/** Returns how exactly the place is told, in metres: a point never so exactly that it would name a house. */
export function vagueness({ kind, line }) {
  return Math.max(accuracyOf(line), kind === "point" ? LEAST_LENGTH_M : 1);
}
