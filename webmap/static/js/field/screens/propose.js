/** Owns the proposal of a place: where the phone stands, or the alley that is walked; its name and what is wrong there. */

import { t } from "diaban/i18n";
import { rounded } from "diaban/field/canonical";
import { choices, field, showFaults } from "diaban/field/cards";
import { button, h, icon } from "diaban/field/element";
import { findPosition, followPosition } from "diaban/field/position";
import { askForBackgroundSync } from "diaban/field/state";
import { accuracyOf, lengthM, simplified, withFix } from "diaban/field/track";
import { tellFailure } from "diaban/field/words";

const TOPICS = ["toi_pham", "ma_tuy", "mai_dam", "te_nan_khac"];
const LEAST_LENGTH_M = 20;

export async function showPropose(state) {
  const draft = { name: "", note: "", topics: [], kind: "point", line: [] };
  let stop = () => {};
  const told = h("output.track__told", {}, t("field.propose.where_hint"));
  const failure = h("p.field__error", { role: "alert" });
  const walking = button(t("field.propose.walk"), walk, { sign: "walk" });
  const where = h("section.card.stack", {},
    h("h2.card__title", {}, t("field.propose.where")),
    h("div.row", {}, button(t("field.propose.here"), here, { sign: "locate" }), walking),
    told,
    h("div", { dataset: { field: "where" } }, h("p.field__error", { role: "alert", hidden: true })),
  );

  async function here() {
    leave();
    told.textContent = t("field.gps.waiting");
    const found = await findPosition();
    Object.assign(draft, { kind: "point", line: found ? [found] : [] });
    told.textContent = found ? t("field.propose.point", { m: Math.round(vagueness(draft)) }) : t("field.gps.failed");
  }

  /** Begins the walk along the alley, or ends it. */
  function walk() {
    if (draft.kind === "alley" && walking.getAttribute("aria-pressed") === "true") return leave();
    Object.assign(draft, { kind: "alley", line: [] });
    walking.setAttribute("aria-pressed", "true");
    walking.querySelector("span").textContent = t("field.propose.walk_end");
    told.textContent = t("field.gps.waiting");
    stop = followPosition((fix) => {
      draft.line = withFix(draft.line, fix);
      told.textContent = t("field.propose.walked", { m: Math.round(lengthM(draft.line)), n: draft.line.length, accuracy: Math.round(fix.accuracy_m) });
    }, () => {
      told.textContent = t("field.gps.failed");
    });
    return undefined;
  }

  function leave() {
    stop();
    stop = () => {};
    walking.setAttribute("aria-pressed", "false");
    walking.querySelector("span").textContent = t("field.propose.walk");
  }

  async function submit(event) {
    event.preventDefault();
    leave();
    const wrong = showFaults(form, faultsOf(draft));
    if (wrong) {
      wrong.querySelector("input, textarea, button")?.focus();
      return;
    }
    try {
      const entry = await state.outbox.add("place", bodyOf(draft), [], { name: draft.name.trim() });
      await state.refresh();
      location.hash = `#/outbox/${entry.uuid}`;
      askForBackgroundSync();
      state.meet();
    } catch (error) {
      failure.textContent = tellFailure(error);
    }
  }

  const set = (name) => ({ target }) => Object.assign(draft, { [name]: target.value });
  const toggle = (code, isOn) => Object.assign(draft, { topics: isOn ? [...draft.topics, code] : draft.topics.filter((one) => one !== code) });
  const topics = choices("topics", t("field.propose.topics"), TOPICS.map((code) => [code, t(`codes.topic.${code}`)]), [], toggle, "checkbox");
  topics.append(h("p.field__error", { role: "alert", hidden: true }));
  topics.dataset.field = "topics";
  const form = h("form.form", { noValidate: true, onsubmit: submit },
    where,
    h("section.card.form", {},
      field("name", t("field.propose.name"), h("input.input", { maxLength: 200, autocomplete: "off", oninput: set("name") }), t("field.propose.name_hint")),
      topics,
      field("note", t("field.propose.note"), h("textarea.input", { rows: 3, maxLength: 1000, oninput: set("note") }), t("field.visit.note_hint"))),
    failure,
    button(t("field.propose.save"), null, { look: "primary wide", type: "submit" }),
  );
  const back = h("a.field-back", { href: "#/add" }, icon("back"), t("field.back"));
  return { element: h("div.page.page--form.stack", {}, back, h("h1", {}, t("field.propose.title")), h("p.page__lead", {}, t("field.propose.lead")), form), onLeave: () => stop() };
}

/** Returns {field: code of its fault}. */
function faultsOf({ name, note, topics, kind, line }) {
  const faults = {};
  if (!note.trim()) faults.note = "why";
  if (!name.trim()) faults.name = "name";
  if (!topics.length) faults.topics = "topics";
  if (!line.length) faults.where = "where";
  else if (kind === "alley" && (line.length < 2 || lengthM(line) < LEAST_LENGTH_M)) faults.where = "short";
  return faults;
}

function bodyOf({ name, note, topics, kind, line }) {
  const corners = simplified(line).map(({ lon, lat }) => [rounded(lon, 6), rounded(lat, 6)]);
  const geometry = kind === "alley" ? { type: "LineString", coordinates: corners } : { type: "Point", coordinates: corners[0] };
  return {
    name: name.trim().normalize("NFC"), kind, geometry, topics, source: "gps",
    accuracy_m: rounded(vagueness({ kind, line }), 1), note: note.trim().normalize("NFC") || null,
  };
}

/** Returns how exactly the place is told, in metres: a point never so exactly that it would name a house. */
function vagueness({ kind, line }) {
  return Math.max(accuracyOf(line), kind === "point" ? LEAST_LENGTH_M : 1);
}
