/** Owns what the map shows: from the day, the filters and the frame to the rows that are drawn and listed. */

import { NO_STATE, stateOn, vintageOn } from "diaban/model/feed";
import { OPEN_START, dayOfIso } from "diaban/model/days";
import { meetsBox } from "diaban/model/shapes";
import { LISTS } from "diaban/model/view";
import { askOf, isSupervised } from "diaban/model/supervision";
import { hasTokens, queryTokens, searchTerms } from "diaban/search";

/** States that are not on the map unless the reader asks for them. */
export const HIDDEN_STATES = new Set(["ON_DINH", "KHONG_CHAP_NHAN", "TRUNG", "GOP_TACH"]);

/** Returns the day whose boundaries are drawn: of the chosen vintage, or else the day on show. */
export function boundaryDay(view) {
  if (view.vintage === null) return view.day;
  return view.vintage === "start" ? OPEN_START : dayOfIso(view.vintage);
}

/** Returns the vintage on show. */
export function shownVintage(model, view) {
  return vintageOn(model.vintages, boundaryDay(view));
}

/** Returns the rows of `areas` that held on a day. */
export function areasOn(areas, day) {
  const rows = [];
  for (let row = 0; row < areas.count; row += 1) {
    if (areas.from[row] <= day && day < areas.to[row]) rows.push(row);
  }
  return rows;
}

/** Returns the wards of one hotspot row on a day, its lead first. */
export function wardsOf(model, row, day) {
  const { areas, hotspots } = model;
  return hotspots.wards[row].filter((area) => areas.level[area] === "ward" && areas.from[area] <= day && day < areas.to[area]);
}

/**
 * Returns what passes: {state: one per row (NO_STATE: not on the map), matched: rows to draw, total: how many
 * places there are on that day whatever the filters say}.
 */
export function chooseRows(model, view) {
  const { hotspots } = model;
  const state = new Uint8Array(hotspots.count).fill(NO_STATE);
  const shows = model.states.map((code) => !HIDDEN_STATES.has(code) || view.status.includes(code));
  const passes = makeFilter(model, view);
  const matched = [];
  let total = 0;
  for (let row = 0; row < hotspots.count; row += 1) {
    const now = stateOn(hotspots, row, view.day);
    if (now === NO_STATE || !shows[now]) continue;
    total += 1;
    if (!passes(row, now)) continue;
    state[row] = now;
    matched.push(row);
  }
  return { state, matched, total };
}

/** Returns the matched rows whose shape meets the frame [left, top, right, bottom], in the given order. */
export function rowsInFrame(model, choice, frame, order) {
  const rows = [];
  for (const row of order) {
    if (choice.state[row] !== NO_STATE && meetsBox(model.hotspots.shapes, row, frame)) rows.push(row);
  }
  return rows;
}

/** Tells whether any filter narrows the map. */
export function isFiltered(view) {
  return Boolean(LISTS.some((name) => view[name].length) || view.ward || view.q);
}

function makeFilter(model, view) {
  const { hotspots } = model;
  const states = view.status.length ? new Set(view.status.map((code) => model.states.indexOf(code))) : null;
  const kinds = view.kind.length ? new Set(view.kind.map((code) => model.kinds.indexOf(code))) : null;
  const topics = view.topic.reduce((mask, code) => mask | (1 << model.topics.indexOf(code)), 0);
  const ward = view.ward === null ? null : model.areas.rowOf.get(view.ward);
  const asks = view.due.length || view.reply.length ? makeAsked(model, view) : null;
  const answers = view.q ? makeSearch(model, view.q) : null;
  return (row, state) =>
    (!states || states.has(state)) &&
    (!kinds || kinds.has(hotspots.kind[row])) &&
    (!topics || (hotspots.topics[row] & topics) !== 0) &&
    (ward === null || hotspots.wards[row].includes(ward)) &&
    (!asks || asks(row)) &&
    (!answers || answers(row));
}

/** Where the map does not show supervision, no place answers to it. */
function makeAsked(model, view) {
  const shows = isSupervised(model, view);
  return (row) => {
    if (!shows) return false;
    const asked = askOf(model, row, view.day);
    return ["due", "reply"].every((name) => !view[name].length || asked[name].some((code) => view[name].includes(code)));
  };
}

/** Returns the rows in the order of the list: as the feed has them, or the visit that is longest overdue first. */
export function listOrder(model, view, rows) {
  if (view.sort !== "due" || !isSupervised(model, view)) return rows;
  const days = new Map(Array.from(rows, (row) => [row, askOf(model, row, view.day).days ?? -Infinity]));
  return [...rows].sort((one, other) => days.get(other) - days.get(one) || one - other);
}

/** A place answers a search by its own terms, or by those of a ward that it lies or lay in. */
function makeSearch(model, query) {
  const tokens = queryTokens(query);
  const areas = new Set();
  searchTerms(model.areas).forEach((terms, area) => {
    if (tokens.length && hasTokens(tokens, terms)) areas.add(area);
  });
  const terms = searchTerms(model.hotspots);
  const { wards } = model.hotspots;
  return (row) => hasTokens(tokens, terms[row]) || (areas.size > 0 && wards[row].some((area) => areas.has(area)));
}
