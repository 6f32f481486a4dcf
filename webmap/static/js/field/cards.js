/** Owns the cards of the visit form: a question with its answers as large faces, when and how and with whom, the review. */

import { locale, t } from "diaban/i18n";
import { writeDay } from "diaban/field/clock";
import { drawn, h } from "diaban/field/element";
import { FORMS } from "diaban/field/answers";

/** Returns a question as a card; `answers` are codes from best to worst, `wordsOf` names them, `skip` lets it be left out. */
export function questionCard({ name, text, answers, wordsOf, chosen, skip, onChoose }) {
  const option = (value, words, rank) => {
    const input = h("input.scale__input", { type: "radio", name, value, checked: value === (chosen ?? ""), onchange: () => onChoose(value || null) });
    const box = h("span.scale__box", {}, rank === null ? null : face(rank, answers.length), h("span.scale__words", {}, words));
    return h(`label.scale__answer${rank === null ? ".scale__answer--skip" : ""}`, {}, input, box);
  };
  return h("fieldset.card.scale", { dataset: { step: name } },
    h("legend.scale__question", { tabIndex: -1 }, text),
    h(`div.scale__answers.scale__answers--${answers.length}`, {}, answers.map((value, rank) => option(value, wordsOf(value), rank))),
    skip && option("", t("field.visit.not_seen"), null),
  );
}

/** Returns the question of an item in the reader's language. */
export function textOf({ text_vi: vi, text_en: en }) {
  return locale() === "en" ? en : vi;
}

/** A face from glad to sad, as in visits/_scales.html. */
function face(rank, n) {
  const bend = n > 1 ? 4 - (8 * rank) / (n - 1) : 0;
  const svg = drawn("svg", { class: "face", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" });
  svg.append(drawn("circle", { cx: 12, cy: 12, r: 10 }), drawn("path", { d: `M8.5 9v1M15.5 9v1M8 ${16 - bend / 3}q4 ${bend} 8 0` }));
  return svg;
}

/** Returns the part that says when, how and with whom; folded, since the common case is right. */
export function basicsCard(draft, { bodies, today, onChange }) {
  const told = h("span.visit-basics__told");
  const tell = () => {
    const names = bodies.filter(({ code }) => draft.units.includes(code)).map(({ name }) => name);
    told.textContent = [writeDay(draft.visited_on ?? today), t("field.visit.heads", { n: draft.head_count || 0 }), t(`codes.visit_form.${draft.form}`), ...names].join(" · ");
  };
  const set = (changes) => {
    Object.assign(draft, changes);
    tell();
    onChange();
  };
  tell();
  return h("details.card.visit-basics", {},
    h("summary", {}, t("field.visit.basics"), " ", told),
    h("div.form", {},
      h("div.field-columns", {},
        field("visited_on", t("field.visit.visited_on"), h("input.input", { type: "date", max: today, value: draft.visited_on ?? today, oninput: ({ target }) => set({ visited_on: target.value && target.value !== today ? target.value : null }) })),
        field("head_count", t("field.visit.head_count"), h("input.input", { type: "number", min: 1, max: 200, inputMode: "numeric", value: draft.head_count, oninput: ({ target }) => set({ head_count: target.valueAsNumber }) })),
      ),
      choices("form", t("field.visit.form"), FORMS.map((code) => [code, t(`codes.visit_form.${code}`)]), [draft.form], (form) => set({ form })),
      bodies.length > 0 && choices("units", t("field.visit.units"), bodies.map(({ code, name }) => [code, name]), draft.units, (code, isOn) => set({ units: isOn ? [...draft.units, code] : draft.units.filter((one) => one !== code) }), "checkbox"),
    ));
}

/** Returns a labelled control with room for its fault, which `showFaults` fills. */
export function field(name, label, control, hint = "") {
  control.id = name;
  return h("div.field", { dataset: { field: name } },
    h("label.field__label", { htmlFor: name }, label),
    control,
    hint && h("p.field__hint", {}, hint),
    h("p.field__error", { role: "alert", hidden: true }),
  );
}

/** Returns a group of choices; `onChoose` is told the value, and whether it is on. */
export function choices(name, label, options, chosen, onChoose, type = "radio") {
  return h("fieldset.field.choices", {}, h("legend.field__label", {}, label), options.map(([value, words]) => h("label.choice", {},
    h("input", { type, name, value, checked: chosen.includes(value), onchange: ({ target }) => onChoose(value, target.checked) }),
    h("span", {}, words))));
}

/** Says beside each field what is wrong with it; returns the first one, or null. */
export function showFaults(form, faults) {
  let first = null;
  for (const place of form.querySelectorAll("[data-field]")) {
    const code = faults[place.dataset.field];
    const told = place.querySelector(".field__error");
    place.classList.toggle("field--invalid", Boolean(code));
    told.hidden = !code;
    told.textContent = code ? t(`field.fault.${code}`) : "";
    if (code) first ??= place;
  }
  return first;
}

/** Returns the answers as a list; each leads back to its card. */
export function reviewCard(rows, go) {
  const row = ([text, words], index) => h("li", {}, h("button", { type: "button", onclick: () => go(index) }, h("span", {}, text), h("strong", {}, words)));
  return h("section.card", {}, h("h2.card__title", { tabIndex: -1 }, t("field.visit.review")), h("ul.review", {}, rows.map(row)));
}
