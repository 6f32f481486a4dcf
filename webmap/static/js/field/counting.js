/** Owns the rows of the counts: a category with its number, a key for nought and a key for "no figure". */

import { t } from "diaban/i18n";
import { textOf } from "diaban/field/cards";
import { h } from "diaban/field/element";

export const MOST = 100_000;

/** Returns the row of a category; one that is left alone says nothing. `fill` sets what stands, `put` what is written. */
export function countRow(category) {
  const { code } = category;
  const text = textOf(category);
  let stands;
  const input = h("input.input.number", { id: `count-${code}`, inputMode: "numeric", autocomplete: "off", maxLength: 7, oninput: () => press(false) });
  const before = h("span.muted.count-row__before");
  const zero = key("0", t("field.counts.zero", { name: text }), () => write(0));
  const none = key(t("field.counts.no_figure"), t("field.counts.no_figure_of", { name: text }), () => write(isNone() ? undefined : null));
  const isNone = () => none.getAttribute("aria-pressed") === "true";
  const press = (isOn) => none.setAttribute("aria-pressed", String(isOn));
  const digits = () => input.value.trim();
  const value = () => (isNone() ? null : Number(digits()));
  const isChanged = () => (isNone() || digits() !== "") && (!stands || stands.value !== value());

  /** Writes a number, null for "no figure", or nothing. */
  function write(figure) {
    input.value = figure ?? "";
    press(figure === null);
  }

  press(false);
  return {
    code, input, value, isChanged,
    element: h("div.count-row", {}, h("label", { htmlFor: input.id }, text, before), h("div.count-row__keys", {}, input, zero, none)),
    isRight: () => digits() === "" || (/^\d+$/.test(digits()) && Number(digits()) <= MOST),
    isCorrected: () => Boolean(stands) && isChanged(),
    version: () => stands.version,
    put: (figure) => figure === undefined || write(figure),
    fill(present, last) {
      stands = present;
      write(present?.value);
      before.textContent = last ? t("field.counts.before", { value: last.value === null ? t("field.counts.no_figure") : last.value }) : "";
    },
  };
}

function key(words, label, onclick) {
  return h("button.button.button--small", { type: "button", onclick, "aria-label": label }, words);
}
