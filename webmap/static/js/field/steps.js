/** Owns going from card to card: one at a time, back, next, dots; a tapped answer leads on by itself. */

import { t } from "diaban/i18n";
import { button, h } from "diaban/field/element";

const AHEAD_MS = 120;

/** Shows the first card; returns {bar, go}. `onStep` is told the card that is shown. */
export function createSteps(cards, { first, onStep }) {
  const dots = h("span.steps__dots", { "aria-hidden": "true" }, cards.map(() => h("span.steps__dot")));
  const told = h("span.visually-hidden", { role: "status" });
  const back = button(t("field.visit.back"), () => go(at - 1));
  const next = button(t("field.visit.next"), () => go(at + 1), { look: "primary" });
  const bar = h("div.steps", {}, back, dots, told, next);
  let at = 0;

  function go(step, { isFirst = false } = {}) {
    at = Math.min(Math.max(step, 0), cards.length - 1);
    for (const [index, card] of cards.entries()) card.hidden = index !== at;
    for (const [index, dot] of [...dots.children].entries()) {
      dot.classList.toggle("steps__dot--done", index < at);
      dot.classList.toggle("steps__dot--here", index === at);
    }
    told.textContent = t("field.visit.step", { step: at + 1, steps: cards.length });
    back.disabled = at === 0;
    next.hidden = at === cards.length - 1;
    onStep(at);
    if (isFirst) return;
    scrollTo(0, 0);
    cards[at].querySelector("[tabindex='-1']").focus({ preventScroll: true });
  }

  for (const [index, card] of cards.slice(0, -1).entries()) {
    // Arrow keys move between answers as well: only a finger or a mouse goes on to the next question.
    card.addEventListener("click", ({ target, pointerType, detail }) => {
      const isChosen = target.closest(".scale__answer") && (pointerType || detail > 0);
      if (isChosen && index === at) setTimeout(() => index === at && go(index + 1), AHEAD_MS);
    });
  }
  queueMicrotask(() => go(first, { isFirst: true }));
  return { bar, go };
}
