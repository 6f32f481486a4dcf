/** Owns the bars of long work: asks every second how far each is, and when one has ended shows what came of it. */

const EVERY_MS = 1000;
const RARELY_MS = 10_000;

/** Shows what was told of a work; returns whether it is in the same state as on the page. */
export function show(card, told) {
  if (told.state !== card.dataset.state) return false;
  if (told.state === "running") card.querySelector("progress").value = told.percent;
  const doing = card.querySelector("[data-doing]");
  if (doing.textContent !== told.doing) doing.textContent = told.doing;
  return true;
}

/** Returns the page that shows what came of the only work of a page; of several, or of a mere file, none. */
export function nextPage(told) {
  return told.length === 1 && told[0].state === "done" ? told[0].shown_at : "";
}

async function ask(card) {
  const answer = await fetch(card.dataset.job, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function follow(cards) {
  let wait = EVERY_MS;
  try {
    const told = await Promise.all(cards.map(ask));
    const same = cards.map((card, at) => show(card, told[at]));
    if (same.includes(false)) {
      const next = document.querySelectorAll(".job").length === 1 ? nextPage(told) : "";
      if (next) location.replace(next);
      else location.reload();
      return;
    }
  } catch {
    wait = RARELY_MS; // the network is gone, or the session: the page as it stands is still right
  }
  setTimeout(follow, document.hidden ? RARELY_MS : wait, cards);
}

const cards = [...document.querySelectorAll("[data-job]")];
if (cards.length) follow(cards);
