/** Owns the map's data in memory: the feed's JSON, unpacked once into columns and typed arrays. */

import { unpackIntegers, unpackValues } from "diaban/model/columns";
import { OPEN_END, OPEN_START } from "diaban/model/days";
import { unpackShapes } from "diaban/model/shapes";

export const NO_STATE = 255;

/** Unpacks the feed; every later question (dates, filters, drawing, picking, search) is answered from the result. */
export function unpackFeed(feed) {
  const { areas, landmarks, hotspots, decimals } = feed;
  return {
    revision: feed.revision,
    today: feed.today,
    knownOn: feed.known_on,
    vintages: feed.vintages.map((vintage) => ({ ...vintage, from: vintage.from ?? OPEN_START })),
    kinds: feed.kinds,
    topics: feed.topics,
    states: feed.states,
    areas: {
      ...areas,
      count: areas.id.length,
      also: unpackValues(areas.also),
      from: unpackIntegers(areas.from),
      to: unpackIntegers(areas.to),
      shapes: unpackShapes(areas.geometry, decimals),
      rowOf: new Map(areas.id.map((id, row) => [id, row])),
    },
    landmarks: { ...landmarks, count: landmarks.name.length, shapes: unpackShapes(landmarks.geometry, decimals) },
    hotspots: unpackHotspots(hotspots, decimals),
    supervision: unpackSupervision(feed.supervision),
    many: feed.many,
  };
}

/** Unpacks what supervision asks of the places; what the reader may not see is not there. */
export function unpackSupervision(told) {
  if (!told) return null;
  const columns = ["asked", "planned", "replies"].filter((name) => told[name]).map((name) => [name, unpackValues(told[name])]);
  return { ...told, ...Object.fromEntries(columns) };
}

/** Unpacks places that come one by one. */
export function unpackHotspots(hotspots, decimals) {
  const numbers = ["kind", "topics", "accuracy", "size", "from", "to"].map((name) => [name, unpackIntegers(hotspots[name])]);
  const unpacked = { ...hotspots, ...Object.fromEntries(numbers), count: hotspots.code.length };
  unpacked.also = unpackValues(hotspots.also);
  unpacked.wards = unpackValues(hotspots.wards);
  unpacked.spans = unpackSpans(unpackValues(hotspots.status), unpacked.from);
  unpacked.shapes = unpackShapes(hotspots.geometry, decimals);
  return unpacked;
}

/** Returns the state that holds on a day for one row of `hotspots`, as an index of `states`, or NO_STATE. */
export function stateOn({ from, to, spans }, row, day) {
  if (day < from[row] || day >= to[row]) return NO_STATE;
  for (let at = spans.first[row + 1] - 1; at >= spans.first[row]; at -= 1) {
    if (spans.day[at] <= day) return spans.state[at];
  }
  return NO_STATE;
}

/** Returns the vintage whose boundaries hold on a day. */
export function vintageOn(vintages, day) {
  return vintages.findLast((vintage) => vintage.from <= day) ?? vintages[0] ?? null;
}

/** Returns every day on which the map changes (status, place or boundaries), ascending, each once. */
export function changeDays(model) {
  const seen = new Set();
  const { hotspots, areas, many } = model;
  for (const column of [hotspots.from, hotspots.to, hotspots.spans.day, areas.from, areas.to, many?.days ?? []]) {
    for (const day of column) seen.add(day);
  }
  seen.delete(OPEN_START);
  seen.delete(OPEN_END);
  return Int32Array.from(seen).sort();
}

/** Pairs of a state and the days since the one before; the first counts from the start of the row's version. */
export function unpackSpans(status, from) {
  const first = new Uint32Array(status.length + 1);
  for (let row = 0; row < status.length; row += 1) first[row + 1] = first[row] + status[row].length / 2;
  const day = new Int32Array(first[status.length]);
  const state = new Uint8Array(first[status.length]);
  for (let row = 0, at = 0; row < status.length; row += 1) {
    let since = from[row];
    for (let pair = 0; pair < status[row].length; pair += 2, at += 1) {
      since += status[row][pair + 1];
      day[at] = since;
      state[at] = status[row][pair];
    }
  }
  return { first, day, state };
}
