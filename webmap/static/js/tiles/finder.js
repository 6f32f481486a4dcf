/** Owns the search of the map of many places: the server looks among all, the search box shows what it brings. */

const TYPING_MS = 200;
const MOST_HITS = 200;

/** Lets the search box of a page find places that lie in none of its tiles. */
export function wireFinder(many) {
  const input = many.page.parts("finder-input");
  let timer = 0;
  let turn = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    turn += 1;
    const own = turn;
    if (input.value.trim()) timer = setTimeout(() => search(many, input, () => own === turn), TYPING_MS);
  });
}

async function search(many, input, isWanted) {
  try {
    const piece = await many.find({ q: input.value.trim(), limit: MOST_HITS });
    if (!isWanted() || document.activeElement !== input) return;
    many.held.search = piece;
    many.show();
    input.dispatchEvent(new Event("focus"));
  } catch (error) {
    console.error(error); // the hits that are shown stay: the next letter asks again
  }
}
