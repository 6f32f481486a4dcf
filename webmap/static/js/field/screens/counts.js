/** Owns the counts of a month: numbers by category, never names; "no figure" is not nought. */

import { locale, t } from "diaban/i18n";
import { button, h, icon } from "diaban/field/element";
import { askForBackgroundSync } from "diaban/field/state";
import { tellFailure } from "diaban/field/words";

const MOST = 100_000;

export async function showCounts(state) {
  const { area } = state;
  const back = h("a.field-back", { href: "#/add" }, icon("back"), t("field.back"));
  if (!area?.units?.length) return h("div.page.stack", {}, back, h("h1", {}, t("field.counts.title")), h("p.empty", {}, t("field.counts.none")));
  const months = lastMonths(state.today());
  const unit = h("select.input", { id: "unit" }, area.units.map(({ id, name }) => h("option", { value: id }, name)));
  const month = h("select.input", { id: "month" }, months.map((one) => h("option", { value: one }, monthWords(one))));
  const failure = h("p.field__error", { role: "alert" });
  const rows = area.categories.map((category) => countRow(category));
  const reason = h("input.input", { id: "reason", maxLength: 300, autocomplete: "off" });
  const why = h("div.card.field", { hidden: true }, h("label.field__label", { htmlFor: "reason" }, t("field.counts.reason")), reason);
  const form = h("form.form", { noValidate: true, onsubmit: submit, oninput: tellWhy, onclick: tellWhy },
    h("section.card.form", {},
      h("div.field", {}, h("label.field__label", { htmlFor: "unit" }, t("field.counts.unit")), unit),
      h("div.field", {}, h("label.field__label", { htmlFor: "month" }, t("field.counts.month")), month)),
    h("section.card", {}, rows.map(({ element }) => element)),
    why,
    failure,
    button(t("field.counts.save"), null, { look: "primary wide", type: "submit" }),
  );

  /** Shows what is counted already for the unit and month, and what the month before had. */
  function fill() {
    const counted = area.counted?.[unit.value] ?? {};
    const [present, before] = [month.value, monthBefore(month.value)].map((one) => counted[one] ?? {});
    for (const row of rows) row.fill(present[row.code], before[row.code]);
    tellWhy();
  }

  /** A figure that stands already is corrected only with a reason. */
  function tellWhy() {
    why.hidden = !rows.some((row) => row.isCorrected());
  }

  for (const choice of [unit, month]) choice.addEventListener("change", fill);
  fill();

  async function submit(event) {
    event.preventDefault();
    const wrong = rows.find((row) => !row.isRight());
    failure.textContent = wrong ? t("field.counts.wrong", { most: MOST }) : "";
    if (wrong) {
      wrong.input.focus();
      return;
    }
    const changed = rows.filter((row) => row.isChanged());
    const corrected = changed.filter((row) => row.isCorrected());
    failure.textContent = changed.length ? "" : t("field.counts.empty");
    if (corrected.length && !reason.value.trim()) failure.textContent = t("field.counts.no_reason");
    if (failure.textContent) return;
    const body = { unit: unit.value, month: month.value, counts: Object.fromEntries(changed.map((row) => [row.code, row.value()])) };
    if (corrected.length) {
      body.versions = Object.fromEntries(corrected.map((row) => [row.code, row.version()]));
      body.reason = reason.value.trim().normalize("NFC");
    }
    try {
      const name = `${unit.selectedOptions[0].textContent}, ${monthWords(month.value)}`;
      const entry = await state.outbox.add("count", body, [], { name });
      await state.refresh();
      location.hash = `#/outbox/${entry.uuid}`;
      askForBackgroundSync();
      state.meet();
    } catch (error) {
      failure.textContent = tellFailure(error);
    }
  }

  return h("div.page.page--form.stack", {}, back, h("h1", {}, t("field.counts.title")), h("p.page__lead", {}, t("field.counts.lead")), form);
}

/** A category with its number, a key for nought and a key for "no figure"; a row that is left alone says nothing. */
function countRow({ code, text_vi: vi, text_en: en }) {
  const text = locale() === "en" ? en : vi;
  let stands;
  const input = h("input.input.number", { id: `count-${code}`, inputMode: "numeric", autocomplete: "off", maxLength: 7, oninput: () => press(false) });
  const before = h("span.muted.count-row__before");
  const zero = key("0", t("field.counts.zero", { name: text }), () => {
    input.value = "0";
    press(false);
  });
  const none = key(t("field.counts.no_figure"), t("field.counts.no_figure_of", { name: text }), () => {
    input.value = "";
    press(!isNone());
  });
  const isNone = () => none.getAttribute("aria-pressed") === "true";
  const press = (isOn) => none.setAttribute("aria-pressed", String(isOn));
  const digits = () => input.value.trim();
  const value = () => (isNone() ? null : Number(digits()));
  const isChanged = () => (isNone() || digits() !== "") && (!stands || stands.value !== value());
  press(false);
  return {
    code, input, value, isChanged,
    element: h("div.count-row", {}, h("label", { htmlFor: input.id }, text, before), h("div.count-row__keys", {}, input, zero, none)),
    isRight: () => digits() === "" || (/^\d+$/.test(digits()) && Number(digits()) <= MOST),
    isCorrected: () => Boolean(stands) && isChanged(),
    version: () => stands.version,
    fill(present, last) {
      stands = present;
      input.value = present?.value ?? "";
      press(Boolean(present) && present.value === null);
      before.textContent = last ? t("field.counts.before", { value: last.value === null ? t("field.counts.no_figure") : last.value }) : "";
    },
  };
}

function key(words, label, onclick) {
  return h("button.button.button--small", { type: "button", onclick, "aria-label": label }, words);
}

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
