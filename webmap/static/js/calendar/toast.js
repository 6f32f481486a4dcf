/** Owns what is told after a move, and the ten seconds in which it can be taken back. */

const SHOWN_MS = 10_000;

/** Returns {tell}: tell(words, undo) shows a sentence, with a button where `undo` is given. */
export function createToast(part) {
  const [root, words, button] = ["toast", "toast-words", "toast-undo"].map(part);
  let timer = 0;
  let undo = null;

  function hide() {
    clearTimeout(timer);
    root.hidden = true;
    undo = null;
  }

  button.addEventListener("click", () => {
    const act = undo;
    hide();
    act?.();
  });

  return {
    tell(sentence, takeBack = null) {
      clearTimeout(timer);
      undo = takeBack;
      words.textContent = sentence;
      button.hidden = !takeBack;
      root.hidden = false;
      timer = setTimeout(hide, SHOWN_MS);
    },
  };
}
