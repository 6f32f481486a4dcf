/** Owns the day on show: slider, steps between changes, play by month, the typed day, and the choice of boundaries. */

import { t } from "diaban/i18n";
import { dayOfTyped, formatDay, isoOfDay, nextMonth, OPEN_START } from "diaban/model/days";
import { changeDays } from "diaban/model/feed";
import { shownVintage } from "diaban/model/choice";
import { line } from "diaban/panel/rows";

const STEP_MS = 160;
const MARGIN_DAYS = 31;

export function createTimebar(page) {
  const { parts, store, model } = page;
  const changes = changeDays(model);
  const range = rangeOf(changes, model.today);
  const bar = { changes, range, timer: null };
  const slider = parts("slider");
  Object.assign(slider, { min: range[0], max: range[1] });
  slider.addEventListener("input", () => {
    pause(page, bar);
    store.set({ day: Number(slider.value) });
  });
  slider.addEventListener("keydown", (event) => stepByKey(event, page, bar));
  const actions = {
    previous: () => step(page, bar, -1),
    next: () => step(page, bar, 1),
    play: () => (bar.timer ? pause(page, bar) : play(page, bar)),
    today: () => store.set({ day: model.today }),
  };
  for (const button of parts("timebar").querySelectorAll("[data-time]")) {
    button.addEventListener("click", () => {
      if (button.dataset.time !== "play") pause(page, bar);
      actions[button.dataset.time]();
    });
  }
  wireDay(page, bar);
  fillVintages(page);
  drawTicks(page, bar);
  store.subscribe((view, changed) => {
    if (changed.has("day") || changed.has("vintage")) update(page, bar);
  });
  update(page, bar);
}

/** From shortly before the first change to today, or to the last change that is known ahead. */
function rangeOf(changes, today) {
  const last = Math.max(today, changes.at(-1) ?? today);
  const first = Math.min(changes[0] ?? last, last) - MARGIN_DAYS;
  return [Math.min(first, last - 365), last];
}

function update({ parts, store, model }, { range }) {
  const { day, vintage } = store.value;
  const slider = parts("slider");
  if (day < range[0]) slider.min = range[0] = day;
  if (day > range[1]) slider.max = range[1] = day;
  slider.value = day;
  slider.style.setProperty("--share", (day - range[0]) / (range[1] - range[0]));
  slider.setAttribute("aria-valuetext", `${formatDay(day)}, ${shownVintage(model, store.value)?.title ?? ""}`);
  const field = parts("day");
  if (document.activeElement !== field || !parts("day-fault").textContent) field.value = formatDay(day);
  field.removeAttribute("aria-invalid");
  parts("day-fault").textContent = "";
  parts("vintage").value = vintage ?? "";
}

/** Steps to the change before or after the day on show; past the last one, to today. */
function step({ store, model }, { changes }, direction) {
  const { day } = store.value;
  const known = [...changes, model.today].sort((a, b) => a - b);
  const to = direction > 0 ? known.find((other) => other > day) : known.findLast((other) => other < day);
  if (to !== undefined) store.set({ day: to });
}

function stepByKey(event, page, bar) {
  const direction = { PageUp: 1, PageDown: -1 }[event.key];
  if (!direction) return;
  event.preventDefault();
  step(page, bar, direction);
}

function play(page, bar) {
  const { store, parts } = page;
  if (store.value.day >= bar.range[1]) store.set({ day: bar.range[0] });
  parts("timebar").querySelector('[data-time="play"]').setAttribute("aria-pressed", "true");
  bar.timer = setInterval(() => {
    const next = Math.min(nextMonth(store.value.day), bar.range[1]);
    store.set({ day: next });
    if (next >= bar.range[1]) pause(page, bar);
  }, STEP_MS);
}

function pause({ parts }, bar) {
  clearInterval(bar.timer);
  bar.timer = null;
  parts("timebar").querySelector('[data-time="play"]').setAttribute("aria-pressed", "false");
}

function wireDay(page, bar) {
  const field = page.parts("day");
  const commit = () => {
    const day = dayOfTyped(field.value);
    if (day === null) {
      field.setAttribute("aria-invalid", "true");
      page.parts("day-fault").textContent = t("map.time.fault");
      return;
    }
    pause(page, bar);
    page.parts("day-fault").textContent = "";
    field.removeAttribute("aria-invalid");
    field.value = formatDay(day);
    page.store.set({ day });
  };
  field.addEventListener("change", commit);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit();
    if (event.key === "Escape") field.value = formatDay(page.store.value.day);
  });
}

function fillVintages({ parts, store, model }) {
  for (const vintage of model.vintages) {
    const option = line("", vintage.title, "option");
    option.value = vintage.from === OPEN_START ? "start" : isoOfDay(vintage.from);
    parts("vintage").append(option);
  }
  parts("vintage").addEventListener("change", (event) => store.set({ vintage: event.target.value || null }));
}

/** Marks where boundaries change (long, with the month) and where a status does (short). */
function drawTicks({ parts, model }, { changes, range }) {
  const share = (day) => `${((day - range[0]) / (range[1] - range[0])) * 100}%`;
  const borders = new Set(model.vintages.map((vintage) => vintage.from));
  const ticks = [];
  const shown = changes.length > 400 ? changes.filter((day) => borders.has(day)) : changes;
  for (const day of shown) {
    if (day < range[0] || day > range[1]) continue;
    const tick = line(borders.has(day) ? "tick tick--border" : "tick", "");
    tick.style.left = share(day);
    ticks.push(tick);
  }
  for (const label of yearLabels(range)) {
    const node = line("tick-label", label.text);
    node.style.left = share(label.day);
    ticks.push(node);
  }
  parts("ticks").replaceChildren(...ticks);
}

function yearLabels([first, last]) {
  const from = Number(isoOfDay(first).slice(0, 4)) + 1;
  const to = Number(isoOfDay(last).slice(0, 4));
  const every = [1, 2, 5, 10, 20, 50].find((years) => (to - from) / years <= 8) ?? 100;
  const labels = [];
  for (let year = Math.ceil(from / every) * every; year <= to; year += every) {
    labels.push({ text: String(year), day: Date.UTC(year, 0, 1) / 86_400_000 });
  }
  return labels;
}
