/** Owns the form of a visit: one question a card, each answer kept at once, and the entry that comes of it. */

import { t } from "diaban/i18n";
import { planFor } from "diaban/field/agenda";
import { bodyOf, draftOfBody, faultsOf, fitted, newDraft, newestForm, RESULTS, suggestNext } from "diaban/field/answers";
import { basicsCard, field, questionCard, reviewCard, showFaults, textOf } from "diaban/field/cards";
import { createKeeper, draftOf, readDraft } from "diaban/field/drafts";
import { button, h } from "diaban/field/element";
import { createPhotos } from "diaban/field/photos";
import { findPosition } from "diaban/field/position";
import { stateChip } from "diaban/field/rows";
import { findPlace, showLost } from "diaban/field/screens/place";
import { createDraftTold, restoredNotice } from "diaban/field/screens/draft";
import { createSteps } from "diaban/field/steps";
import { tellFailure } from "diaban/field/words";

/** Shows the form of a new visit to a place. */
export async function showVisit(state, code) {
  const place = findPlace(state, code);
  if (!place) return showLost();
  const name = draftOf.visit(code);
  const start = { draft: firstDraft(state, place), photos: [] };
  return showForm(state, { place, name, start, day: state.today(), back: `#/place/${code}`, before: null });
}

/** Shows the form of a visit that has not reached the register yet, as it was recorded. */
export async function showVisitAgain(state, before) {
  const { uuid, body, about, recorded_at: at } = before;
  const place = findPlace(state, body.hotspot) ?? { code: body.hotspot, name: about.name, status: null };
  const shots = await state.outbox.shots(uuid);
  const photos = shots.map(({ is_blurred: wasHidden, ...shot }) => ({ ...shot, wasHidden }));
  const start = { draft: draftOfBody(body), photos };
  return showForm(state, { place, name: draftOf.entry(uuid), start, day: at.slice(0, 10), back: `#/outbox/${uuid}`, before });
}

async function showForm(state, about) {
  const { place, name } = about;
  const kept = await readDraft(state.vault, name);
  const desk = await openDesk(state, about, kept?.draft ?? about.start.draft, kept?.photos ?? about.start.photos);
  const { planned } = desk.draft;
  state.isBusy = true;
  return h("div.page.page--form.stack", {},
    desk.way.element,
    h("header.visit-head", {}, h("h1", {}, place.name), place.status && stateChip(state, place.status)),
    planned && h("p.notice.notice--info", {}, t("field.visit.fulfils", { code: planned.visit })),
    kept && restoredNotice(state, name),
    formOf(desk), desk.photos.dialog,
  );
}

/** Returns what the parts of the form share: the draft, what keeps it, its photos, and where faults are told. */
async function openDesk(state, about, begun, shots) {
  const { config, area } = state;
  const draft = fitted(begun, area);
  const way = createDraftTold(about.back);
  const keeper = createKeeper(state.vault, about.name);
  const photos = createPhotos({ config, limits: area.limits, onChange: () => way.follow(photos.encode().then(keeper.keepPhotos)) });
  await photos.restore(shots);
  return { ...about, state, draft, way, told: way.failure, keeper, photos, save: () => way.follow(keeper.keep(draft)) };
}

function formOf(desk) {
  const { state, draft, told, photos, save, day } = desk;
  const questions = questionsOf(state.area, draft);
  const cards = questions.map((question) => questionCard({ ...question, onChoose: (value) => {
    question.set(value);
    question.chosen = value;
    save();
  } }));
  const review = h("div");
  const basics = basicsCard(draft, { bodies: state.area.bodies, today: day, onChange: save });
  const keep = button(t("field.visit.save"), null, { look: "primary wide", type: "submit" });
  const last = h("div.form", {}, review, basics, photos.element, moreCard(draft, save), told, keep);
  const steps = createSteps([...cards, last], { first: draft.step, onStep: (step) => {
    draft.step = step;
    if (step === cards.length) review.replaceChildren(reviewCard(questions.map(answerOf), steps.go));
    save();
  } });
  const form = h("form.form.visit-form", { noValidate: true, onsubmit: (event) => {
    event.preventDefault();
    submit(desk, form, keep);
  } }, cards, last, steps.bar);
  return form;
}

function questionsOf(area, draft) {
  const list = area.forms.find(({ checklist }) => checklist === draft.checklist) ?? newestForm(area);
  return [...list.items.map((item) => itemOf(item, draft)), resultOf(draft)];
}

async function submit(desk, form, keep) {
  const { state, draft, told, photos, day } = desk;
  told.textContent = "";
  const wrong = showFaults(form, faultsOf(draft, { today: day, limits: state.area.limits }));
  if (wrong) {
    wrong.closest("details")?.setAttribute("open", "");
    wrong.querySelector("input, textarea").focus();
    return;
  }
  keep.disabled = true;
  try {
    if (await photos.isSeen()) await finish(desk);
  } catch (error) {
    told.textContent = tellFailure(error);
  }
  keep.disabled = false;
}

function firstDraft(state, place) {
  const { area, vault } = state;
  const known = new Set(area.bodies.map(({ code }) => code));
  const units = (vault.device.units ?? []).filter((code) => known.has(code));
  return newDraft({
    checklist: newestForm(area)?.checklist ?? null, planned: planFor(place, state.today()),
    units: units.length ? units : [...known].slice(0, 1), heads: vault.device.heads ?? 2, nextOn: suggestNext(place, state.today()),
  });
}

function itemOf(item, draft) {
  return {
    name: item.code, text: textOf(item), answers: item.answers, skip: true, chosen: draft.answers[item.code],
    wordsOf: (answer) => t(`codes.scale.${item.scale}.${answer}`),
    set: (value) => {
      if (value) draft.answers[item.code] = value;
      else delete draft.answers[item.code];
    },
  };
}

function resultOf(draft) {
  return {
    name: "result", text: t("field.visit.result"), answers: RESULTS, skip: false, chosen: draft.result,
    wordsOf: (answer) => t(`codes.visit_result.${answer}`), set: (value) => Object.assign(draft, { result: value }),
  };
}

function answerOf({ text, chosen, wordsOf }) {
  return [text, chosen ? wordsOf(chosen) : t("field.visit.not_seen")];
}

function moreCard(draft, save) {
  const told = h("output.muted", {}, draft.position ? t("field.gps.found", { m: Math.round(draft.position.accuracy_m) }) : t("field.gps.hint"));
  const take = button(t("field.gps.take"), async () => {
    told.textContent = t("field.gps.waiting");
    draft.position = await findPosition();
    told.textContent = draft.position ? t("field.gps.found", { m: Math.round(draft.position.accuracy_m) }) : t("field.gps.failed");
    save();
  }, { sign: "locate" });
  const set = (name) => ({ target }) => {
    draft[name] = target.value;
    save();
  };
  return h("section.card.form", {},
    field("note", t("field.visit.note"), h("textarea.input", { maxLength: 1000, rows: 3, value: draft.note, oninput: set("note") }), t("field.visit.note_hint")),
    field("next_on", t("field.visit.next_on"), h("input.input", { type: "date", value: draft.next_on ?? "", oninput: set("next_on") })),
    h("div.row", {}, take, told),
  );
}

async function finish({ state, place, draft, photos, keeper, before }) {
  const shots = await photos.encode();
  const body = bodyOf(place.code, draft, shots.map(({ uuid }) => uuid));
  const about = { name: place.name, place: place.code };
  await state.vault.note({ units: draft.units, heads: draft.head_count });
  await state.keep({ kind: "visit", body, photos: shots, about }, { before, onKept: keeper.drop });
}
