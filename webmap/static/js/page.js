/** Owns what happens between the parts of the map page: a change of the view redraws, relists and readdresses. */

import { t } from "diaban/i18n";
import { rowOfPlace, showCard } from "diaban/card";
import { chooseRows, isFiltered, listOrder, rowsInFrame } from "diaban/model/choice";
import { formatDay } from "diaban/model/days";
import { NO_STATE } from "diaban/model/feed";
import { askOf, isSupervised } from "diaban/model/supervision";
import { parametersOf } from "diaban/model/view";
import { createFilters, clearFilters } from "diaban/panel/filters";
import { createFinder } from "diaban/panel/finder";
import { createLegend } from "diaban/panel/legend";
import { createList } from "diaban/panel/list";
import { createPaper } from "diaban/panel/paper";
import { fillRow } from "diaban/panel/entry";
import { addScale } from "diaban/panel/scale";
import { createSheet } from "diaban/panel/sheet";
import { createTimebar } from "diaban/panel/timebar";
import { createLocalPoint } from "diaban/tools/coordinates";
import { addMovement, isPhone } from "diaban/tools/movement";
import { createPointer } from "diaban/tools/pointer";
import { createTip } from "diaban/tools/tip";
import { createToolbar } from "diaban/tools/toolbar";
import { createVisited } from "diaban/tools/visited";

const ADDRESS_DELAY_MS = 250;

/** Puts the page together and draws it; what it returns is what the parts share. `needsFit`: no place was asked for. */
export function createPage({ map, config, model, store, scene, parts, needsFit }) {
  const page = { map, config, model, store, scene, parts, localPoint: createLocalPoint(config.crs) };
  page.choice = chooseRows(model, store.value);
  page.ask = (row) => (isSupervised(model, store.value) ? askOf(model, row, store.value.day) : null);
  page.count = () => ({ n: page.inFrame.length, total: page.choice.total, outside: page.choice.matched.length - page.inFrame.length });
  page.announce = (text) => {
    parts("announcer").textContent = text;
  };
  page.say = (text) => {
    page.announce(text);
    page.tip?.say(text);
  };
  parts("legend").open = !isPhone();
  addMovement(page);
  if (needsFit) page.fitWards();
  scene.onDrawn(createLegend(page));
  scene.add(store.value, page.choice);
  page.order = Uint32Array.from(model.hotspots.code, (_code, row) => row); // the feed comes in Vietnamese order
  page.list = createList(parts("list"), {
    fill: (node, row) => fillRow(page, node, row),
    isTall: () => isSupervised(model, store.value),
    choose: (row, viaKeyboard) => page.openPlace(row, { focus: viaKeyboard, stay: true }),
  });
  page.sheet = createSheet(page);
  createToolbar(page);
  createTimebar(page);
  createFilters(page);
  createFinder(page);
  createPointer(page);
  createPaper(page);
  createTip(page);
  addScale(map);
  page.visited = createVisited(page);
  wireCard(page);
  watchSheets(page);
  wireEmpty(page);
  store.subscribe((view, changed) => redraw(page, view, changed));
  map.on("moveend", () => relist(page));
  map.on("moveend", () => readdress(page));
  relist(page);
  if (store.value.selected) {
    openSelected(page, {});
    const row = rowOfPlace(model, store.value.selected, store.value.day);
    if (needsFit && row >= 0) page.reveal(row);
  }
  return page;
}

function redraw(page, view, changed) {
  const { model, scene } = page;
  if (changed.size > 1 || !changed.has("selected")) {
    page.choice = chooseRows(model, view);
    scene.update(view, page.choice);
    relist(page);
  }
  const retells = ["day", "vintage", "supervision"].some((name) => changed.has(name));
  if (changed.has("selected") || (retells && view.selected)) openSelected(page, { isNew: changed.has("selected") });
  readdress(page);
}

/** Names keep clear of what lies over the map: a sheet that opens, closes, grows or has moved lets them be placed again. */
function watchSheets({ parts, scene }) {
  const sizes = new ResizeObserver(() => scene.sheetsChanged());
  for (const sheet of document.querySelectorAll("[data-over-map]")) {
    sizes.observe(sheet);
    sheet.addEventListener("transitionend", () => scene.sheetsChanged());
  }
  parts("legend").addEventListener("toggle", () => scene.sheetsChanged());
}

/** The list equals what the map shows: what passes the filters and lies in the frame. */
function relist(page) {
  const { parts, model, choice, store, scene } = page;
  page.inFrame = listOrder(model, store.value, rowsInFrame(model, choice, scene.frameBox(), page.order));
  page.list.show(page.inFrame);
  const { n, total, outside } = page.count();
  parts("count").textContent = t("map.list.count", { n, total });
  parts("count-words").textContent = t("map.list.on_day", { date: formatDay(store.value.day) });
  parts("outside").hidden = outside === 0;
  parts("outside-words").textContent = t("map.list.outside", { n: outside });
  showEmpty(page, n + outside === 0);
  clearTimeout(page.announcing);
  page.announcing = setTimeout(() => page.announce(t("map.list.announce", { n, total, date: formatDay(store.value.day) })), 700);
}

function showEmpty({ parts, store }, isEmpty) {
  const isNarrowed = isFiltered(store.value);
  parts("empty").hidden = !isEmpty;
  parts("empty-words").textContent = t(isNarrowed ? "map.empty.filtered" : "map.empty.day");
  parts("empty-action").textContent = t(isNarrowed ? "map.filters.clear" : "map.time.today");
}

function wireEmpty(page) {
  const { parts, store, model } = page;
  parts("empty-action").addEventListener("click", () => {
    if (isFiltered(store.value)) clearFilters(store);
    else store.set({ day: model.today, vintage: null });
  });
  parts("outside-action").addEventListener("click", () => page.showAll());
}

function wireCard(page) {
  const { parts, store, map } = page;
  const close = () => {
    const hadFocus = parts("card-sheet").contains(document.activeElement);
    store.set({ selected: null });
    const back = page.opener?.isConnected && page.opener !== document.body ? page.opener : parts("list");
    if (hadFocus) (back.checkVisibility() ? back : map.getContainer()).focus();
  };
  parts("card-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && store.value.selected && !event.defaultPrevented) close();
  });
  map.on("click", (event) => {
    if (page.isMeasuring()) return;
    const row = page.scene.pick(event.latlng);
    if (row >= 0) page.openPlace(row, { stay: true });
  });
}

function openSelected(page, { isNew = true }) {
  const { model, store, scene, parts } = page;
  const { selected, day } = store.value;
  const row = selected === null ? -1 : rowOfPlace(model, selected, day);
  parts("card-sheet").hidden = row < 0;
  parts("app").dataset.card = row < 0 ? "closed" : "open";
  foldLegend(page, row >= 0);
  scene.select(row < 0 || page.choice.state[row] === NO_STATE ? [] : [row]);
  page.list.mark(row);
  page.visited.clear();
  if (row < 0) return;
  if (isNew) parts("card").scrollTop = 0;
  showCard(page, parts("card"), row);
}

/** Keeps the address such that it reopens this view; the frozen file keeps it behind the #. */
function readdress(page) {
  clearTimeout(page.addressing);
  page.addressing = setTimeout(() => {
    const { lat, lng } = page.map.getCenter();
    const text = parametersOf(page.store.value, page.model.today, { lat, lon: lng, zoom: page.map.getZoom() });
    const sign = page.config.mode === "frozen" ? "#" : "?";
    history.replaceState(null, "", sign + text);
    const link = page.parts("export");
    if (link) link.search = text;
  }, ADDRESS_DELAY_MS);
}

/** The card takes the place of the legend where there is not room for both. */
function foldLegend(page, isCardOpen) {
  const legend = page.parts("legend");
  if (page.legendBefore === undefined && isCardOpen) page.legendBefore = legend.open;
  if (isCardOpen) legend.open = legend.open && globalThis.innerWidth > 1500;
  else if (page.legendBefore !== undefined) {
    legend.open = page.legendBefore;
    page.legendBefore = undefined;
  }
}
