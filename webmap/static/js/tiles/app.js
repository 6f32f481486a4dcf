/** Owns the map of many places: it takes them in tiles and gives the page those around its frame. */

import { rowOfPlace } from "diaban/card";
import { setSymbols } from "diaban/draw/symbols";
import { setTexts, t } from "diaban/i18n";
import { isFiltered } from "diaban/model/choice";
import { NO_STATE } from "diaban/model/feed";
import { line } from "diaban/panel/rows";
import { createBubbles } from "diaban/tiles/bubbles";
import { createKeys } from "diaban/tiles/keys";
import { createLoader, fetchPiece } from "diaban/tiles/loader";
import { holdsMiddle, joinPieces, joinPoints } from "diaban/tiles/pieces";
import { totalOn } from "diaban/tiles/turns";
import { wireFinder } from "diaban/tiles/finder";

/** Takes over the places of a page; resolves when those of its first frame are drawn. */
export async function open(page) {
  const { config, map, scene, store, parts, model } = page;
  setTexts(config.texts, config.locale);
  setSymbols(config.symbols);
  const many = { page, loader: createLoader(config.tiles.url, model), pieces: [], points: null, found: null, held: {}, turn: 0 };
  many.find = (asked) => fetchPiece(`${config.tiles.found_url}${config.tiles.found_url.includes("?") ? "&" : "?"}${new URLSearchParams(asked)}`, model);
  many.show = () => show(many);
  const keys = createKeys(page, (bubble) => many.bubbles.enter(bubble));
  many.bubbles = createBubbles(page, () => many.points, keys.show);
  many.note = line("panel__empty empty", "", "p");
  many.note.hidden = true;
  parts("list").before(many.note);
  scene.addPainter(many.bubbles.paint);
  page.count = () => count(many);
  page.showAll = () => showAll(many);
  store.subscribe((view, changed) => follow(many, view, changed));
  map.on("moveend", () => refresh(many).catch((error) => sayFailure(page, error)));
  map.on("moveend", () => sayNote(many));
  map.on("click", ({ latlng }) => page.isMeasuring() || scene.pick(latlng) >= 0 || many.bubbles.open(latlng));
  wireFinder(many);
  await start(many);
}

/** What the address names may lie outside of the frame, so it is looked for. */
async function start(many) {
  const { q, selected } = many.page.config.spec;
  if (q) many.found = await many.find({ q });
  if (selected) many.held.selected = await many.find({ code: selected });
  await refresh(many);
  if (!selected || !many.page.model.hotspots.code.includes(selected)) return;
  many.page.store.set({ selected });
  if (!new URLSearchParams(location.search).has("at")) many.page.reveal(rowOfPlace(many.page.model, selected, many.page.store.value.day));
}

/** Tiles of a frame are shown together, once all are there: what is counted and listed is never that of some. */
async function refresh(many) {
  many.turn += 1;
  const { turn, page } = many;
  const pieces = many.found ? [many.found] : await many.loader.load(page.scene.frameBox(), page.map.getZoom());
  const isShown = pieces.length === many.pieces.length && pieces.every((piece, i) => piece === many.pieces[i]);
  if (turn !== many.turn || isShown) return;
  many.pieces = pieces;
  show(many);
}

/** Gives the page the places of the tiles; the rows of all others are gone, and with them what was marked. */
function show(many) {
  const { page, pieces, held } = many;
  const { model, scene, store } = page;
  const further = [held.selected, held.search].filter(Boolean);
  const { hotspots, supervision } = joinPieces([...pieces.filter((piece) => piece.hotspots), ...further]);
  model.hotspots = hotspots;
  if (model.supervision) Object.assign(model.supervision, supervision);
  many.points = joinPoints(pieces.filter((piece) => piece.points));
  page.order = Uint32Array.from(hotspots.code, (_code, row) => row);
  scene.select([]);
  many.shown = (many.shown ?? 0) + 1;
  store.set({ shown: many.shown });
  const { selected, day } = store.value;
  const row = selected === null ? -1 : rowOfPlace(model, selected, day);
  scene.select(row < 0 || page.choice.state[row] === NO_STATE ? [] : [row]);
  page.list.mark(row);
}

/** The selected place stays, wherever the map goes; a search brings places of its own. */
function follow(many, view, changed) {
  if (changed.has("selected")) {
    const whole = [...many.pieces, many.held.search, many.held.selected].filter((piece) => piece?.hotspots);
    many.held.selected = view.selected && whole.find((piece) => piece.hotspots.code.includes(view.selected));
  }
  if (changed.has("q")) many.looking = look(many, view.q).catch((error) => sayFailure(many.page, error));
  sayNote(many);
}

async function look(many, q) {
  many.found = q ? await many.find({ q }) : null;
  await refresh(many);
}

/** Returns how many places the frame holds, of how many on that day, and how many lie outside: 0 where nobody looked. */
function count(many) {
  const { page, pieces } = many;
  const { model, choice, inFrame, store } = page;
  const crowded = pieces.filter((piece) => piece.points);
  const isCountedAsPoint = (row) => crowded.some((piece) => holdsMiddle(piece.tile, model.hotspots.shapes, row));
  const n = inFrame.filter((row) => !isCountedAsPoint(row)).length + many.bubbles.count(page.scene.frameBox());
  const total = totalOn(model, store.value);
  const matched = many.found ? choice.matched.length : total;
  return { n, total, outside: isPart(many) ? 0 : Math.max(0, matched - n) };
}

/** Filters look at the tiles around the frame only, unless a search has brought all that answers it. */
function isPart({ page, found }) {
  return isFiltered(page.store.value) && !found;
}

/** Says what the list cannot: that there are more places than it can name, or that only those around were looked at. */
function sayNote(many) {
  const { page, bubbles, found, note } = many;
  const isCut = found && found.found > found.hotspots.count;
  const words = [
    bubbles.count(page.scene.frameBox()) ? t("map.tiles.closer") : "",
    isPart(many) ? t("map.tiles.around") : "",
    isCut ? t("map.tiles.cut", { n: found.hotspots.count, total: found.found }) : "",
  ];
  note.textContent = words.filter(Boolean).join(" ");
  note.hidden = !note.textContent;
}

async function showAll(many) {
  await many.looking;
  const { page } = many;
  const rows = page.choice.matched;
  if (many.found && rows.length) page.fit(page.model.hotspots.shapes, rows);
  else page.fitWards();
}

function sayFailure(page, error) {
  console.error(error);
  page.say(t("map.tiles.failed"));
}
