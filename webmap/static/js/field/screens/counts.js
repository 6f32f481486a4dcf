/** Owns the counts of a month: numbers by category, never names; "no figure" is not nought. */

import { t } from "diaban/i18n";
import { countRow, MOST } from "diaban/field/counting";
import { button, h, icon } from "diaban/field/element";
import { tellFailure } from "diaban/field/words";

/** Shows the form of new counts. */
export function showCounts(state) {
  return showForm(state, { back: "#/add", before: null });
}

/** Shows the form of counts that have not reached the register yet, as they were recorded. */
export function showCountsAgain(state, before) {
  return showForm(state, { back: `#/outbox/${before.uuid}`, before });
}

function showForm(state, { back, before }) {
  const { area } = state;
  const top = [h("a.field-back", { href: back }, icon("back"), t("field.back")), h("h1", {}, t("field.counts.title"))];
  if (!area?.units?.length) return h("div.page.stack", {}, top, h("p.empty", {}, t("field.counts.none")));
  state.isBusy = Boolean(before);
  return h("div.page.page--form.stack", {}, top, h("p.page__lead", {}, t("field.counts.lead")), formOf(state, before));
}

function formOf(state, before) {
  const sheet = openSheet(state, before);
  const { unit, month, rows, reason, failure } = sheet;
  const why = h("div.card.field", { hidden: true }, h("label.field__label", { htmlFor: "reason" }, t("field.counts.reason")), reason);
  /** A figure that stands already is corrected only with a reason. */
  const tellWhy = () => {
    why.hidden = !rows.some((row) => row.isCorrected());
  };
  const refill = () => {
    fill(sheet);
    tellWhy();
  };
  for (const choice of [unit, month]) choice.addEventListener("change", refill);
  const form = h("form.form", { noValidate: true, oninput: tellWhy, onclick: tellWhy, onsubmit: (event) => {
    event.preventDefault();
    submit(sheet);
  } },
    h("section.card.form", {},
      h("div.field", {}, h("label.field__label", { htmlFor: "unit" }, t("field.counts.unit")), unit),
      h("div.field", {}, h("label.field__label", { htmlFor: "month" }, t("field.counts.month")), month)),
    h("section.card", {}, rows.map(({ element }) => element)),
    why,
    failure,
    button(t("field.counts.save"), null, { look: "primary wide", type: "submit" }),
  );
  refill();
  if (before) {
    for (const row of rows) row.put(before.body.counts[row.code]);
    tellWhy();
  }
  return form;
}

/** Returns the controls of the form; unit and month of an entry that is changed are among the choices, come what may. */
function openSheet(state, before) {
  const { area } = state;
  const { unit, month, reason = "" } = before?.body ?? {};
  const units = new Map(area.units.map(({ id, name }) => [id, name]));
  if (unit && !units.has(unit)) units.set(unit, before.about.name.split(", ")[0]);
  const months = new Set([...lastMonths(state.today()), month].filter(Boolean));
  const choice = (id, options, chosen) => h("select.input", { id }, options.map(([value, words]) => h("option", { value, selected: value === chosen }, words)));
  return {
    state, before,
    unit: choice("unit", [...units], unit),
    month: choice("month", [...months].map((one) => [one, monthWords(one)]), month),
    rows: area.categories.map((category) => countRow(category)),
    reason: h("input.input", { id: "reason", maxLength: 300, autocomplete: "off", value: reason }),
    failure: h("p.field__error", { role: "alert" }),
  };
}

/** Shows what is counted already for the unit and month, and what the month before had. */
function fill({ state, unit, month, rows }) {
  const counted = state.area.counted?.[unit.value] ?? {};
  const [present, last] = [month.value, monthBefore(month.value)].map((one) => counted[one] ?? {});
  for (const row of rows) row.fill(present[row.code], last[row.code]);
}

async function submit(sheet) {
  const { state, before, unit, month, rows, reason, failure } = sheet;
  const changed = rows.filter((row) => row.isChanged());
  failure.textContent = faultOf(rows, changed, reason);
  if (failure.textContent) {
    rows.find((row) => !row.isRight())?.input.focus();
    return;
  }
  const about = { name: `${unit.selectedOptions[0].textContent}, ${monthWords(month.value)}` };
  const body = { unit: unit.value, month: month.value, counts: asRecord(changed, (row) => row.value()), ...correctionOf(changed, reason) };
  try {
    await state.keep({ kind: "count", body, about }, { before });
  } catch (error) {
    failure.textContent = tellFailure(error);
  }
}

/** Returns what is wrong with the form, in words, or nothing. */
function faultOf(rows, changed, reason) {
  if (!rows.every((row) => row.isRight())) return t("field.counts.wrong", { most: MOST });
  if (!changed.length) return t("field.counts.empty");
  return changed.some((row) => row.isCorrected()) && !reason.value.trim() ? t("field.counts.no_reason") : "";
}

/** Returns what a correction of figures that stand says: from which versions it starts, and why. */
function correctionOf(changed, reason) {
  const corrected = changed.filter((row) => row.isCorrected());
  if (!corrected.length) return {};
  return { versions: asRecord(corrected, (row) => row.version()), reason: reason.value.trim().normalize("NFC") };
}

const asRecord = (rows, told) => Object.fromEntries(rows.map((row) => [row.code, told(row)]));

/** Returns this month and the one before, the newest first: those that the phone knows the figures of. */
function lastMonths(today) {
  return [today.slice(0, 7), monthBefore(today)];
}

function monthBefore(month) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7);
}

function monthWords(month) {
  const [year, number] = month.split("-");
  return t("field.counts.month_of", { month: Number(number), year });
}
