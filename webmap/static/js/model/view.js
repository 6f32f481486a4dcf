/** Owns the state of the page (day, vintage, filters, what is selected) and tells whoever depends on it. */

import { dayOfIso, isoOfDay } from "diaban/model/days";
import { ASKED } from "diaban/model/supervision";

/** Filters that are lists of codes. */
export const LISTS = ["status", "kind", "topic", "due", "reply"];

/** The view without any filter. */
export const UNFILTERED = { ...Object.fromEntries(LISTS.map((name) => [name, []])), ward: null, q: "" };

/** Returns the state that a MapSpec asks for; what the data does not know is left out. */
export function viewOfSpec(spec, model) {
  const known = { status: model.states, kind: model.kinds, topic: model.topics, ...(model.supervision ? ASKED : {}) };
  const view = {
    day: dayOfIso(spec.on) ?? model.today,
    vintage: spec.vintage ?? null,
    ward: model.areas.rowOf.has(spec.ward) ? spec.ward : null,
    q: spec.q ?? "",
    selected: model.hotspots.code.includes(spec.selected) ? spec.selected : null,
    sort: model.supervision && spec.sort === "due" ? "due" : "name",
    supervision: spec.supervision ?? true,
  };
  for (const name of LISTS) view[name] = (spec[name] ?? []).filter((code) => known[name]?.includes(code));
  if (view.vintage !== null && view.vintage !== "start" && dayOfIso(view.vintage) === null) view.vintage = null;
  return view;
}

/** Returns an observable: `value`, `set(patch)`, `subscribe(listener(value, changed names))`. */
export function createStore(initial) {
  const listeners = [];
  const store = {
    value: Object.freeze(initial),
    set(patch) {
      const changed = Object.keys(patch).filter((name) => !isSame(store.value[name], patch[name]));
      if (!changed.length) return;
      store.value = Object.freeze({ ...store.value, ...patch });
      for (const listener of listeners) listener(store.value, new Set(changed));
    },
    subscribe(listener) {
      listeners.push(listener);
    },
  };
  return store;
}

/** Returns the URL parameters that reopen this view; what is at its default is left out. */
export function parametersOf(view, today, place) {
  const parameters = new URLSearchParams();
  if (view.day !== today) parameters.set("on", isoOfDay(view.day));
  if (view.vintage) parameters.set("vintage", view.vintage);
  for (const name of LISTS) if (view[name].length) parameters.set(name, view[name].join(","));
  for (const name of ["ward", "q", "selected"]) if (view[name]) parameters.set(name, view[name]);
  if (view.sort === "due") parameters.set("sort", "due");
  if (!view.supervision) parameters.set("supervision", "0");
  if (place) parameters.set("at", `${place.lat.toFixed(5)},${place.lon.toFixed(5)},${+place.zoom.toFixed(2)}`);
  return parameters.toString().replaceAll("%2C", ",").replaceAll("%40", "@");
}

/** Returns the spec with the parameters of an address over it: how the frozen file reopens a view from its hash. */
export function specOfParameters(text, spec) {
  const parameters = new URLSearchParams(text);
  const merged = { ...spec };
  for (const name of LISTS) if (parameters.has(name)) merged[name] = parameters.get(name).split(",");
  for (const name of ["on", "vintage", "ward", "q", "selected", "sort"]) if (parameters.has(name)) merged[name] = parameters.get(name);
  if (parameters.has("supervision")) merged.supervision = parameters.get("supervision") !== "0";
  const at = (parameters.get("at") ?? "").split(",").map(Number);
  if (at.length === 3 && at.every(Number.isFinite)) Object.assign(merged, { center: [at[1], at[0]], zoom: at[2] });
  return merged;
}

function isSame(a, b) {
  return Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((item, i) => item === b[i]) : a === b;
}
