/** Owns the filter form: chips for status, kind and topic, the ward, and the chips that say which filters are on. */

import { t } from "diaban/i18n";
import { areasOn, boundaryDay, isFiltered } from "diaban/model/choice";
import { collationKey } from "diaban/model/names";
import { NO_STATE } from "diaban/model/feed";
import { isoOfDay, OPEN_START } from "diaban/model/days";
import { LISTS, UNFILTERED } from "diaban/model/view";
import { ASKED } from "diaban/model/supervision";
import { badgeSample } from "diaban/panel/asked";
import { line, sampleOf } from "diaban/panel/rows";


export function createFilters(page) {
  const { parts, store, model } = page;
  const groups = Object.fromEntries(LISTS.map((name) => [name, parts("filters").querySelector(`[data-filter="${name}"]`)]));
  const codes = codesInUse(model);
  for (const name of LISTS) {
    for (const code of codes[name]) groups[name].append(makeChip(page, name, code));
    groups[name].closest("fieldset").hidden = codes[name].length === 0;
  }
  parts("filters").addEventListener("submit", (event) => event.preventDefault());
  wireSupervision(page);
  parts("filter-ward").addEventListener("change", (event) => store.set({ ward: event.target.value || null }));
  parts("filters-toggle").addEventListener("click", () => {
    const isOpen = parts("filters").hidden;
    parts("filters").hidden = !isOpen;
    parts("filters-toggle").setAttribute("aria-expanded", String(isOpen));
    if (isOpen) page.sheet?.raise();
  });
  store.subscribe(() => update(page, groups));
  update(page, groups);
}

/** The list by urgency, and a map without what supervision asks: both only where the reader may see it. */
function wireSupervision({ parts, store, model }) {
  parts("filters-supervision").hidden = !model.supervision;
  parts("filter-sort").addEventListener("change", (event) => store.set({ sort: event.target.value }));
  parts("filter-supervision").addEventListener("change", ({ target }) => store.set(target.checked ? { supervision: true } : { supervision: false, due: [], reply: [], sort: "name" }));
}

/** Takes every filter off. */
export function clearFilters(store) {
  store.set(UNFILTERED);
}

/** Returns the codes that some place has; where places come in tiles, all. */
function codesInUse({ hotspots, states, kinds, topics, supervision, many }) {
  const seen = new Set(hotspots.spans.state);
  const kindsSeen = new Set(hotspots.kind);
  const mask = hotspots.topics.reduce((all, bits) => all | bits, 0);
  return {
    status: states.filter((_, i) => i !== NO_STATE && (many || seen.has(i))),
    kind: kinds.filter((_, i) => many || kindsSeen.has(i)),
    topic: topics.filter((_, i) => many || mask & (1 << i)),
    due: supervision?.soon ? ASKED.due : [],
    reply: supervision?.replies ? ASKED.reply : [],
  };
}

function makeChip(page, name, code) {
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "chip chip--button";
  chip.dataset.code = code;
  if (name === "status") chip.append(sampleOf(code, "alley", 46, 24));
  if (name in ASKED) chip.append(badgeSample(`${name}.${code}`));
  chip.append(t(`codes.${name}.${code}`));
  chip.addEventListener("click", () => {
    const chosen = page.store.value[name];
    const without = chosen.filter((other) => other !== code);
    const shows = name in ASKED ? { supervision: true } : {};
    page.store.set({ ...shows, [name]: without.length === chosen.length ? [...chosen, code] : without });
  });
  return chip;
}

function update(page, groups) {
  const view = page.store.value;
  for (const name of LISTS) {
    for (const chip of groups[name].children) chip.setAttribute("aria-pressed", String(view[name].includes(chip.dataset.code)));
  }
  page.parts("filter-sort").value = view.sort;
  page.parts("filter-supervision").checked = view.supervision;
  fillWards(page, view);
  showActive(page, view);
}

function fillWards({ parts, model }, view) {
  const { areas } = model;
  const day = boundaryDay(view);
  const rows = areasOn(areas, day).filter((row) => areas.level[row] === "ward");
  const chosen = view.ward === null ? null : areas.rowOf.get(view.ward);
  const key = `${rows.join(" ")} ${chosen}`;
  const select = parts("filter-ward");
  if (select.dataset.rows !== key) {
    select.dataset.rows = key;
    const keys = new Map(rows.map((row) => [row, collationKey(areas.name[row])]));
    rows.sort((a, b) => (keys.get(a) < keys.get(b) ? -1 : 1));
    const options = rows.map((row) => option(areas.id[row], areas.name[row]));
    if (chosen !== null && !rows.includes(chosen)) options.push(option(view.ward, nameWithTime(areas, chosen)));
    select.replaceChildren(option("", t("map.filters.all_wards")), ...options);
  }
  select.value = view.ward ?? "";
}

/** Returns a ward's name with the time it held: the same name or code means other areas at other times. */
export function nameWithTime(areas, row) {
  const from = areas.from[row];
  const since = from === OPEN_START ? t("map.vintage.before", { date: yearMonth(areas.to[row]) }) : t("map.vintage.since", { date: yearMonth(from) });
  return `${areas.name[row]} (${since})`;
}

function yearMonth(day) {
  const [year, month] = isoOfDay(day).split("-");
  return `${month}/${year}`;
}

function showActive(page, view) {
  const { parts, store, model } = page;
  const chips = LISTS.flatMap((name) =>
    view[name].map((code) => removable(t(`codes.${name}.${code}`), () => store.set({ [name]: store.value[name].filter((other) => other !== code) }))),
  );
  if (view.ward) chips.push(removable(nameWithTime(model.areas, model.areas.rowOf.get(view.ward)), () => store.set({ ward: null })));
  if (view.q) chips.push(removable(`“${view.q}”`, () => store.set({ q: "" })));
  if (chips.length > 1) {
    const all = line("button button--quiet button--small", t("map.filters.clear"), "button");
    all.type = "button";
    all.addEventListener("click", () => clearFilters(store));
    chips.push(all);
  }
  parts("filters-active").replaceChildren(...chips);
  parts("filters-active").hidden = !isFiltered(view);
  const count = chips.length > 1 ? chips.length - 1 : chips.length;
  parts("filters-badge").hidden = count === 0;
  parts("filters-badge").textContent = String(count);
}

function removable(text, remove) {
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "chip chip--button chip--on";
  chip.setAttribute("aria-label", t("map.filters.remove", { name: text }));
  chip.append(text, line("chip__cross", "×"));
  chip.addEventListener("click", remove);
  return chip;
}

function option(value, text) {
  const node = document.createElement("option");
  node.value = value;
  node.textContent = text;
  return node;
}
