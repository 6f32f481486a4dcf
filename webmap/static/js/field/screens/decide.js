/** Owns what can be done about an entry that the register did not take: put right, sent as its own, or let go. */

import { t } from "diaban/i18n";
import { writeDay } from "diaban/field/clock";
import { draftOf, dropDraft } from "diaban/field/drafts";
import { button, h } from "diaban/field/element";
import { confirmButton } from "diaban/field/screens/unlock";
import { reasonOf, tellFailure } from "diaban/field/words";

/** Refusals that no change of what was written puts right. */
const NOT_OF_CONTENT = new Set(["format_unknown", "hotspot_not_found", "not_allowed", "replaced_is_stored"]);

/** Returns what an entry that was refused offers. */
export function tellRefused(state, entry) {
  const { code } = entry.answer;
  const fixes = { personal_data: fixText, place_nearby: fixNearby, hotspot_not_found: askRight, not_allowed: askRight, format_unknown: tellOld };
  return [
    h("div.notice.notice--error", {}, h("p.notice__title", {}, t("field.entry.why")), h("p", {}, reasonOf(entry))),
    (fixes[code] ?? fixNote)(state, entry),
    !NOT_OF_CONTENT.has(code) && h("p", {}, editLink(entry, t("field.entry.edit_all"))),
    discardButton(state, entry),
  ].filter(Boolean);
}

/** Returns what an entry offers that somebody else was quicker than. */
export function tellConflict(state, entry) {
  return [
    h("div.notice.notice--warning", {}, h("p.notice__title", {}, t("field.conflict.title")), h("p", {}, reasonOf(entry))),
    ...(entry.kind === "count" ? tellCounts(state, entry) : tellPlan(state, entry)),
    entry.answer.inbox && h("p", {}, h("a", { href: entry.answer.inbox }, t("field.conflict.inbox"))),
    discardButton(state, entry),
  ].filter(Boolean);
}

/** Returns the link to the form in which an entry is changed. */
export function editLink({ uuid }, words, look = "") {
  return h(`a.button.button--wide${look}`, { href: `#/outbox/${uuid}/edit` }, words);
}

export function discardButton(state, entry) {
  return confirmButton(t("field.entry.discard"), t("field.entry.discard_sure"), async () => {
    await state.outbox.discard(entry.uuid);
    await dropDraft(state.vault, draftOf.entry(entry.uuid));
    location.hash = "#/outbox";
    await state.refresh();
  });
}

/** A text that seems to name a person: the words are marked; they can be changed, or said to be no person's name. */
function fixText(state, entry) {
  const { field: name, start, end, kind } = entry.answer.facts;
  const text = entry.body[name];
  if (typeof text !== "string") return fixNote(state, entry);
  const words = text.slice(start, end);
  const found = h("p.found", {}, h("q", {}, text.slice(0, start), h("mark", {}, words), text.slice(end)));
  const isNoPerson = h("input", { type: "checkbox" });
  const claim = kind === "person_name" && h("label.choice", {}, isNoPerson, h("span", {}, t("field.entry.no_person", { words })));
  return textForm(state, entry, name, [found, claim], (body) => (isNoPerson.checked ? { ...body, not_person: [...(body.not_person ?? []), words] } : body));
}

function fixNote(state, entry) {
  if (typeof entry.body?.note === "string") return textForm(state, entry, "note", [], (body) => body);
  return againButton(state, entry);
}

/** A place that this account may not record at, at present: the right may come back, and until then it stays here. */
function askRight(state, entry) {
  return h("div.stack", {}, h("p", {}, t("field.entry.no_right")), againButton(state, entry));
}

function tellOld() {
  return h("p", {}, t("field.entry.update"));
}

function againButton(state, entry) {
  return h("p", {}, button(t("field.entry.again"), () => sendAgain(state, entry, entry.body), { look: "primary wide" }));
}

function textForm(state, entry, name, above, finish) {
  const input = h("textarea.input", { id: "fix", rows: 4, maxLength: 1000, value: entry.body[name] });
  const submit = (event) => {
    event.preventDefault();
    sendAgain(state, entry, finish({ ...entry.body, [name]: input.value.trim().normalize("NFC") || null }));
  };
  return h("form.card.form", { onsubmit: submit }, above,
    h("div.field", {}, h("label.field__label", { htmlFor: "fix" }, t("field.entry.fix")), input),
    button(t("field.entry.again"), null, { look: "primary", type: "submit" }));
}

function fixNearby(state, entry) {
  return h("p", {}, button(t("field.entry.is_different"), () => sendAgain(state, entry, { ...entry.body, is_different: true }), { look: "primary" }));
}

function tellPlan(state, entry) {
  const mine = t("field.conflict.mine_told", { day: writeDay(entry.recorded_at), code: entry.body?.planned?.visit ?? "" });
  return [
    h("dl.facts.card", {}, pair(t("field.conflict.current"), tellCurrent(entry.answer.current ?? {})), pair(t("field.conflict.mine"), mine)),
    h("p", {}, button(t("field.conflict.alone"), () => sendAgain(state, entry, { ...entry.body, planned: null }), { look: "primary wide" })),
  ];
}

function tellCurrent({ state, planned_on: plannedOn, visited_on: visitedOn }) {
  if (state === "made") return t("field.conflict.is_made", { day: visitedOn ? writeDay(visitedOn) : "" });
  if (state === "cancelled") return t("field.conflict.is_cancelled");
  return t("field.conflict.is_planned", { day: plannedOn ? writeDay(plannedOn) : "" });
}

/** Counts of the same month that stand there already: mine beside them, and a reason where they are to be corrected. */
function tellCounts(state, entry) {
  const { counts: present, versions } = entry.answer.current;
  const mine = entry.body.counts;
  const differing = Object.keys(mine).filter((code) => code in present && present[code] !== mine[code]);
  const names = new Map(state.area.categories.map(({ code, text_vi: vi, text_en: en }) => [code, document.documentElement.lang === "en" ? en : vi]));
  const told = (value) => (value === null ? t("field.counts.no_figure") : String(value));
  const reason = h("input.input", { id: "reason", maxLength: 300, required: true });
  const submit = (event) => {
    event.preventDefault();
    const started = Object.fromEntries(differing.map((code) => [code, versions[code]]));
    sendAgain(state, entry, { ...entry.body, versions: started, reason: reason.value.trim().normalize("NFC") });
  };
  return [
    h("dl.facts.card", {}, differing.map((code) => pair(names.get(code) ?? code, t("field.conflict.counted", { present: told(present[code]), mine: told(mine[code]) })))),
    h("form.card.form", { onsubmit: submit },
      h("div.field", {}, h("label.field__label", { htmlFor: "reason" }, t("field.conflict.reason")), reason),
      button(t("field.conflict.correct"), null, { look: "primary", type: "submit" })),
  ];
}

const pair = (name, told) => [h("dt", {}, name), h("dd", {}, told)];

async function sendAgain(state, entry, body) {
  try {
    await state.keep({ kind: entry.kind, body }, { before: entry });
  } catch (error) {
    state.complain(tellFailure(error));
  }
}
