/** Owns the lists of a plan: a stop is moved by hand, by button or by key, and the new times come back at once. */

import { hasText, t } from "diaban/i18n";
import { startDragging } from "diaban/plans/drag";
import { moveOf } from "diaban/plans/places";
import { send } from "diaban/plans/send";

const KEYS = { ArrowUp: "up", ArrowDown: "down" };

/** Brings the lists inside `root` to life; `routes` shows the same plan on the map. */
export function startBoard(root, routes) {
  const board = root.querySelector('[data-part="board"]');
  const told = root.querySelector('[data-part="plan-told"]');
  const page = { root, board, told, routes, isBusy: false };

  board.addEventListener("submit", (event) => {
    event.preventDefault();
    const { submitter } = event;
    if (!submitter?.name || page.isBusy) return;
    const row = submitter.closest("[data-stop]");
    if (submitter.name === "since") say(page, t("plans.js.searching"), "info");
    change(page, { url: submitter.getAttribute("formaction") ?? formOf(page).action, name: submitter.name, value: submitter.value, code: row?.dataset.stop });
  });
  board.addEventListener("keydown", (event) => {
    const act = event.altKey ? KEYS[event.key] : null;
    if (!act) return;
    event.preventDefault();
    event.target.closest("[data-stop]")?.querySelector(`[data-act="${act}"]`)?.click();
  });
  startDragging(board, {
    isFree: () => !page.isBusy && board.querySelector("[data-grip]") !== null,
    dropped: ({ row, team, place, back }) => {
      const { stop: code } = row.dataset;
      change(page, { url: formOf(page).action, name: "move", value: moveOf(code, team, place), code, back });
    },
  });
  wireMenus(board);
  wireMarks(board, routes);
  routes.picked = (code) => point(board, code);
}

/** Sends a change; the lists are put in place as the server has them now, or the row goes back and the reason is told. */
async function change(page, { url, name, value, code, back = () => {} }) {
  setBusy(page, true);
  const form = formOf(page);
  const answer = await send(url, { csrf_token: form.elements.csrf_token.value, version: form.elements.version.value, [name]: value });
  setBusy(page, false);
  if (!answer.isDone) {
    back();
    refuse(page, answer);
    return;
  }
  page.board.innerHTML = answer.board; // by the same template as the page, which writes every name as text
  for (const field of page.root.querySelectorAll('input[name="version"]')) field.value = answer.plan.version;
  page.routes.show(answer.plan);
  say(page, answer.said, "good");
  page.board.querySelector(code ? `#stop-${code} summary` : "summary")?.focus({ preventScroll: true });
}

function formOf({ board }) {
  return board.querySelector("form");
}

function setBusy(page, isBusy) {
  page.isBusy = isBusy;
  page.board.setAttribute("aria-busy", String(isBusy));
}

function refuse(page, { code, words }) {
  say(page, hasText(`plans.js.refused.${code}`) ? t(`plans.js.refused.${code}`) : words, "error");
  if (code !== "version_stale") return;
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = t("plans.js.see_new");
  page.told.append(" ", link);
}

function say({ told }, words, kind) {
  told.className = `plan__told notice notice--${kind}`;
  told.textContent = words;
}

/** One menu of a stop at a time; Escape and a click elsewhere close it. */
function wireMenus(board) {
  const close = (except) => {
    for (const menu of board.querySelectorAll("[data-board-menu][open]")) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", ({ target }) => close(target.closest("[data-board-menu]")));
  board.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" ? event.target.closest("[data-board-menu][open]") : null;
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/** What is pointed at in a list stands out on the map. */
function wireMarks(board, routes) {
  const mark = (isOn) => ({ target }) => {
    const row = target.closest("[data-stop]");
    if (row) routes.mark(row.dataset.stop, isOn);
  };
  for (const name of ["pointerover", "focusin"]) board.addEventListener(name, mark(true));
  for (const name of ["pointerout", "focusout"]) board.addEventListener(name, mark(false));
}

/** What is picked on the map stands out in its list. */
function point(board, code) {
  const row = board.querySelector(`#stop-${code}`);
  if (!row) return;
  row.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  row.querySelector("a").focus({ preventScroll: true });
}
