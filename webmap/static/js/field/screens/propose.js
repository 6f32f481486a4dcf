/** Owns the form of a proposal: where the place lies, its name, what is wrong there. */

import { t } from "diaban/i18n";
import { choices, field, showFaults } from "diaban/field/cards";
import { createKeeper, draftOf, readDraft } from "diaban/field/drafts";
import { button, h } from "diaban/field/element";
import { bodyOf, faultsOf, newProposal, proposalOf, TOPICS } from "diaban/field/proposal";
import { createDraftTold, restoredNotice } from "diaban/field/screens/draft";
import { createWhere } from "diaban/field/where";
import { tellFailure } from "diaban/field/words";

/** Shows the form of a new proposal. */
export function showPropose(state) {
  return showForm(state, { name: draftOf.place(), start: newProposal(), back: "#/add", before: null });
}

/** Shows the form of a proposal that has not reached the register yet, as it was recorded. */
export function showProposeAgain(state, before) {
  const { uuid, body } = before;
  return showForm(state, { name: draftOf.entry(uuid), start: proposalOf(body), back: `#/outbox/${uuid}`, before });
}

async function showForm(state, { name, start, back, before }) {
  const kept = await readDraft(state.vault, name);
  const draft = kept?.draft ?? start;
  const told = createDraftTold(back);
  const { failure } = told;
  const keeper = createKeeper(state.vault, name);
  const save = () => told.follow(keeper.keep(draft));
  const where = createWhere(state, draft, save);
  const form = h("form.form", { noValidate: true, onsubmit: (event) => {
    event.preventDefault();
    where.leave();
    submit({ state, draft, form, failure, keeper, before });
  } }, where.element, aboutCard(draft, save), failure, button(t("field.propose.save"), null, { look: "primary wide", type: "submit" }));
  state.isBusy = true;
  return {
    element: h("div.page.page--form.stack", {},
      told.element,
      h("h1", {}, t("field.propose.title")),
      h("p.page__lead", {}, t("field.propose.lead")),
      kept && restoredNotice(state, name),
      form),
    onLeave: where.close,
  };
}

/** Returns what the place is called, what is wrong there, and why it is proposed. */
function aboutCard(draft, save) {
  const set = (name) => ({ target }) => {
    draft[name] = target.value;
    save();
  };
  const toggle = (code, isOn) => {
    draft.topics = isOn ? [...draft.topics, code] : draft.topics.filter((one) => one !== code);
    save();
  };
  const topics = choices("topics", t("field.propose.topics"), TOPICS.map((code) => [code, t(`codes.topic.${code}`)]), draft.topics, toggle, "checkbox");
  topics.append(h("p.field__error", { role: "alert", hidden: true }));
  topics.dataset.field = "topics";
  return h("section.card.form", {},
    field("name", t("field.propose.name"), h("input.input", { maxLength: 200, autocomplete: "off", value: draft.name, oninput: set("name") }), t("field.propose.name_hint")),
    topics,
    field("note", t("field.propose.note"), h("textarea.input", { rows: 3, maxLength: 1000, value: draft.note, oninput: set("note") }), t("field.visit.note_hint")));
}

async function submit({ state, draft, form, failure, keeper, before }) {
  const wrong = showFaults(form, faultsOf(draft));
  if (wrong) {
    wrong.querySelector("input, textarea, button")?.focus();
    return;
  }
  try {
    const about = { name: draft.name.trim() };
    await state.keep({ kind: "place", body: bodyOf(draft), about }, { before, onKept: keeper.drop });
  } catch (error) {
    failure.textContent = tellFailure(error);
  }
}
