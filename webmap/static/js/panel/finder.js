/** Owns the search box: hits while typing (places and wards of any vintage), Enter narrows the map to all hits. */

import { t } from "diaban/i18n";
import { boundaryDay } from "diaban/model/choice";
import { findRows } from "diaban/search";
import { isoOfDay, OPEN_START } from "diaban/model/days";
import { stateOn, NO_STATE } from "diaban/model/feed";
import { sortedPositions } from "diaban/model/names";
import { line, sampleOf, wardNames } from "diaban/panel/rows";
import { nameWithTime } from "diaban/panel/filters";

const MOST_PLACES = 6;
const MOST_WARDS = 4;

export function createFinder(page) {
  const { parts, store } = page;
  const input = parts("finder-input");
  const finder = { hits: [], active: -1 };
  const refresh = () => showHits(page, finder, find(page, input.value));
  input.addEventListener("input", () => {
    parts("finder-clear").hidden = !input.value;
    refresh();
    if (!input.value) store.set({ q: "" });
  });
  input.addEventListener("focus", () => input.value && refresh());
  input.addEventListener("keydown", (event) => onKey(event, page, finder));
  input.addEventListener("blur", () => setTimeout(() => close(page, finder), 150));
  parts("finder-hits").addEventListener("pointerdown", (event) => event.preventDefault());
  parts("finder-hits").addEventListener("click", (event) => {
    const at = [...parts("finder-hits").children].indexOf(event.target.closest("li"));
    if (at >= 0) choose(page, finder, at);
  });
  parts("finder-clear").addEventListener("click", () => {
    clear(page, finder);
    input.focus();
  });
  store.subscribe((view, changed) => {
    if (changed.has("q") && view.q !== input.value) {
      input.value = view.q;
      parts("finder-clear").hidden = !view.q;
    }
  });
  input.value = store.value.q;
  parts("finder-clear").hidden = !input.value;
}

/** Returns the hits: places first (each once, its row of the day on show if it has one), then wards. */
export function find(page, query) {
  const { hotspots, areas } = page.model;
  const day = page.store.value.day;
  const places = new Map();
  for (const { row, rank } of findRows(query, page.order, hotspots)) {
    const code = hotspots.code[row];
    const isShown = stateOn(hotspots, row, day) !== NO_STATE;
    if (!places.has(code) || isShown) places.set(code, { kind: "place", row, rank: places.get(code)?.rank ?? rank });
  }
  page.wardOrder ??= sortedPositions(areas.name).filter((row) => areas.level[row] === "ward");
  const wards = findRows(query, page.wardOrder, areas).map(({ row, rank }) => ({ kind: "ward", row, rank }));
  return [...[...places.values()].slice(0, MOST_PLACES), ...wards.slice(0, MOST_WARDS)].sort((a, b) => a.rank - b.rank);
}

function showHits(page, finder, hits) {
  const { parts } = page;
  const isAsked = parts("finder-input").value.trim() !== "";
  finder.hits = hits;
  finder.active = -1;
  parts("finder-hits").replaceChildren(...hits.map((hit, at) => hitNode(page, hit, at)));
  parts("finder-hits").hidden = hits.length === 0;
  parts("finder-none").hidden = hits.length > 0 || !isAsked;
  parts("finder-input").setAttribute("aria-expanded", String(hits.length > 0));
  parts("finder-input").removeAttribute("aria-activedescendant");
  if (isAsked) page.announce(t("map.search.count", { n: hits.length }));
}

function hitNode(page, { kind, row }, at) {
  const { hotspots, areas, kinds, states } = page.model;
  const node = document.createElement("li");
  node.className = "finder__hit";
  node.id = `finder-hit-${at}`;
  node.setAttribute("role", "option");
  node.setAttribute("aria-selected", "false");
  const words = line("list__words", "");
  if (kind === "place") {
    const state = stateOn(hotspots, row, page.store.value.day);
    const code = states[state === NO_STATE ? hotspots.spans.state[hotspots.spans.first[row]] : state];
    if (code) node.append(sampleOf(code, kinds[hotspots.kind[row]], 56, 32));
    const about = state === NO_STATE ? t("map.search.not_today") : t(`codes.status.${code}`);
    words.append(line("list__name", hotspots.name[row]), line("list__about", wardNames(page, row).join(", ")), line("list__about", about));
  } else {
    node.classList.add("finder__hit--ward");
    words.append(line("list__name", nameWithTime(areas, row)), line("list__about", t("codes.level.ward")));
  }
  node.append(words);
  return node;
}

function onKey(event, page, finder) {
  const count = finder.hits.length;
  if (event.key === "ArrowDown" && count) mark(page, finder, (finder.active + 1) % count);
  else if (event.key === "ArrowUp" && count) mark(page, finder, (finder.active - 1 + count) % count);
  else if (event.key === "Enter") enter(page, finder);
  else if (event.key === "Escape") {
    const isClosed = page.parts("finder-hits").hidden && page.parts("finder-none").hidden;
    if (isClosed && page.store.value.selected) return;
    if (isClosed) clear(page, finder);
    close(page, finder);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function enter(page, finder) {
  const query = page.parts("finder-input").value.trim();
  if (finder.active >= 0) choose(page, finder, finder.active);
  else if (finder.hits.length === 1) choose(page, finder, 0);
  else {
    page.store.set({ q: query });
    close(page, finder);
    if (query) page.showAll();
  }
}

function mark(page, finder, at) {
  const list = page.parts("finder-hits");
  finder.active = at;
  [...list.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === at)));
  page.parts("finder-input").setAttribute("aria-activedescendant", list.children[at].id);
  list.children[at].scrollIntoView({ block: "nearest" });
}

function choose(page, finder, at) {
  const { kind, row } = finder.hits[at];
  const { hotspots, areas } = page.model;
  close(page, finder);
  if (kind === "place") {
    page.parts("finder-input").value = hotspots.name[row];
    page.parts("finder-clear").hidden = false;
    if (page.store.value.q) page.store.set({ q: "" });
    page.openPlace(row, { focus: true });
  } else {
    const { vintage } = page.store.value;
    const on = boundaryDay(page.store.value);
    const from = areas.from[row];
    const isShown = from <= on && on < areas.to[row];
    const own = from === OPEN_START ? "start" : isoOfDay(from);
    page.store.set({ ward: areas.id[row], vintage: isShown ? vintage : own, q: "" });
    page.fit(areas.shapes, [row]);
  }
}

function clear(page, finder) {
  page.parts("finder-input").value = "";
  page.parts("finder-clear").hidden = true;
  page.store.set({ q: "" });
  close(page, finder);
}

function close({ parts }, finder) {
  finder.hits = [];
  finder.active = -1;
  parts("finder-hits").hidden = true;
  parts("finder-none").hidden = true;
  parts("finder-input").setAttribute("aria-expanded", "false");
  parts("finder-input").removeAttribute("aria-activedescendant");
}
