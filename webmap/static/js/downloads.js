/** Owns the bars of long work: asks every second how far each is, and shows the page anew when one has ended. */

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

async function ask(card) {
  const answer = await fetch(card.dataset.job, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return show(card, await answer.json());
}

async function follow(cards) {
  let wait = EVERY_MS;
  try {
    const same = await Promise.all(cards.map(ask));
    if (same.includes(false)) {
      location.reload();
      return;
    }
  } catch {
    wait = RARELY_MS; // the network is gone, or the session: the page as it stands is still right
  }
  setTimeout(follow, document.hidden ? RARELY_MS : wait, cards);
}

const cards = [...document.querySelectorAll("[data-job]")];
if (cards.length) follow(cards);
