/** Owns the form of a visit: what was answered stays in this tab, a phone shows one question at a time, and the
 *  position of the device is taken once, when asked for. */

const PREFIX = "diaban.visit.";
const PHONE = "(max-width: 700px)";
const KEPT_HIDDEN = ["uuid", "seen_lon", "seen_lat", "accuracy_m"];
const AHEAD_MS = 120;
const LONGEST_WAIT_MS = 20_000;

const form = document.querySelector("[data-visit]");
const saved = document.querySelector("[data-visit-saved]");

if (saved) forgetSaved(saved.dataset.visitSaved, saved.dataset.code);
if (form) {
  const draft = keepAnswers(form);
  offerPosition(form, draft);
  if (matchMedia(PHONE).matches) showSteps(form, draft);
  form.addEventListener("submit", () => {
    form.elements.device_at.value = new Date().toISOString();
  });
}

/** Drops what this tab kept of a visit that the register now has. */
function forgetSaved(uuid, code) {
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))) {
    const kept = JSON.parse(sessionStorage.getItem(key));
    const ids = kept.fields.filter(([name]) => name === "uuid").map(([, value]) => value);
    if (ids.includes(uuid) || key === `${PREFIX}edit.${code}`) sessionStorage.removeItem(key);
  }
}

/** Keeps every answer in this tab, and brings back what was kept; returns `{ step, save }`. */
function keepAnswers(form) {
  const key = PREFIX + form.dataset.visit;
  const draft = { step: 0, save };
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  const notice = document.querySelector("[data-restored]");
  if (kept && form.dataset.isAnswer === "no" && kept.version === form.elements.version.value) {
    draft.step = kept.step;
    fill(form, kept.fields);
    notice.hidden = false;
  }
  notice.querySelector("[data-start-over]").addEventListener("click", () => {
    sessionStorage.removeItem(key);
    location.reload();
  });
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  return draft;

  function save() {
    const version = form.elements.version.value;
    sessionStorage.setItem(key, JSON.stringify({ version, step: draft.step, fields: readFields(form) }));
  }
}

function readFields(form) {
  return [...form.elements]
    .filter(({ name, type, checked }) => name && (type === "hidden" ? KEPT_HIDDEN.includes(name) : !isBox(type) || checked))
    .map(({ name, value }) => [name, value]);
}

function isBox(type) {
  return type === "radio" || type === "checkbox";
}

function fill(form, fields) {
  const given = Map.groupBy ? Map.groupBy(fields, ([name]) => name) : groupByName(fields);
  for (const field of form.elements) {
    const values = (given.get(field.name) ?? []).map(([, value]) => value);
    if (isBox(field.type)) field.checked = values.includes(field.value);
    else if (values.length && (field.type !== "hidden" || KEPT_HIDDEN.includes(field.name))) field.value = values[0];
  }
}

function groupByName(fields) {
  const groups = new Map();
  for (const field of fields) groups.set(field[0], [...(groups.get(field[0]) ?? []), field]);
  return groups;
}

/** Takes the position of the device once, when the button is pressed, and says how exact it is. */
function offerPosition(form, draft) {
  const part = form.querySelector("[data-gps]");
  if (!navigator.geolocation || !isSecureContext) return;
  part.hidden = false;
  const told = part.querySelector("[data-gps-told]");
  const { seen_lon: lon, seen_lat: lat, accuracy_m: accuracy } = form.elements;
  const tell = () => {
    told.textContent = told.dataset.found.replace("{m}", Math.round(Number(accuracy.value)));
  };
  if (lon.value) tell();
  part.querySelector("[data-gps-button]").addEventListener("click", () => {
    told.textContent = told.dataset.waiting;
    const found = ({ coords }) => {
      lon.value = coords.longitude;
      lat.value = coords.latitude;
      accuracy.value = coords.accuracy;
      tell();
      draft.save();
    };
    const failed = () => {
      told.textContent = told.dataset.failed;
    };
    navigator.geolocation.getCurrentPosition(found, failed, {
      enableHighAccuracy: true,
      timeout: LONGEST_WAIT_MS,
      maximumAge: 60_000,
    });
  });
}

/** Shows one card at a time; the last one holds the review, the remark and when, how and with whom. */
function showSteps(form, draft) {
  const last = form.querySelector("[data-last]");
  const questions = [...form.querySelectorAll("[data-step]")];
  const cards = [...questions, last];
  const bar = form.querySelector("[data-steps]");
  const part = (name) => bar.querySelector(`[data-${name}]`);
  const basics = form.querySelector("[data-basics]");
  last.insertBefore(basics, last.querySelector("[data-more]"));
  basics.open = "faulty" in basics.dataset;
  basics.addEventListener("toggle", () => tellBasics(basics));
  tellBasics(basics);
  last.querySelector("[data-review]").hidden = false;
  part("dots").append(...cards.map(() => Object.assign(document.createElement("span"), { className: "steps__dot" })));
  bar.hidden = false;

  const go = (step, { isFirst = false } = {}) => {
    draft.step = Math.min(Math.max(step, 0), cards.length - 1);
    for (const [index, card] of cards.entries()) card.hidden = index !== draft.step;
    for (const [index, dot] of [...part("dots").children].entries()) {
      dot.classList.toggle("steps__dot--done", index < draft.step);
      dot.classList.toggle("steps__dot--here", index === draft.step);
    }
    part("step-status").textContent = form.dataset.stepTold
      .replace("{step}", draft.step + 1)
      .replace("{steps}", cards.length);
    part("back").disabled = draft.step === 0;
    part("next").hidden = draft.step === cards.length - 1;
    if (draft.step === cards.length - 1) review(form, questions, go);
    if (isFirst) return;
    draft.save();
    scrollTo(0, 0);
    cards[draft.step].querySelector("[tabindex='-1']").focus({ preventScroll: true });
  };
  part("back").addEventListener("click", () => go(draft.step - 1));
  part("next").addEventListener("click", () => go(draft.step + 1));
  for (const [index, card] of questions.entries()) {
    // Arrow keys move between answers as well: only a finger or a mouse goes on to the next question.
    card.addEventListener("click", ({ target, pointerType, detail }) => {
      const isChosen = target.closest(".scale__answer") && (pointerType || detail > 0);
      if (isChosen && index === draft.step) setTimeout(() => index === draft.step && go(index + 1), AHEAD_MS);
    });
  }
  const faulty = cards.findIndex((card) => card.querySelector(".field--invalid") || card.matches(".field--invalid"));
  const isAnswer = form.dataset.isAnswer === "yes";
  go(isAnswer ? (faulty < 0 ? cards.length - 1 : faulty) : draft.step, { isFirst: true });
}

/** Says in one line when, how and with whom, while that is folded away. */
function tellBasics(basics) {
  const told = basics.querySelector("[data-basics-told]");
  const typed = [...basics.querySelectorAll("input.input")].map(({ type, value }) =>
    type === "number" ? told.dataset.heads.replace("{heads}", value) : value,
  );
  const chosen = [...basics.querySelectorAll("input:checked")].map((box) => box.closest("label").textContent.trim());
  told.textContent = [...typed, ...chosen].join(" · ");
}

/** Lists the answers; each leads back to its card. */
function review(form, questions, go) {
  const rows = questions.map((card, index) => {
    const chosen = card.querySelector("input:checked");
    const isSeen = chosen && chosen.value !== "";
    const button = Object.assign(document.createElement("button"), { type: "button" });
    const words = isSeen ? chosen.closest("label").textContent.trim() : form.dataset.none;
    button.append(
      Object.assign(document.createElement("span"), { textContent: card.querySelector("legend").textContent }),
      Object.assign(document.createElement("strong"), { textContent: words }),
    );
    button.addEventListener("click", () => go(index));
    const row = document.createElement("li");
    row.append(button);
    return row;
  });
  form.querySelector("[data-review-list]").replaceChildren(...rows);
}
