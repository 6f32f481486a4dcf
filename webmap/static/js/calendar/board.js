/** Owns what the calendar shows: puts a mark on another day at once, and asks the service how it really is. */

const PHONE = "(max-width: 700px)";

/** Returns {place, refresh, find}; `root` holds the days and what waits for one. */
export function createBoard(root) {
  const find = (code) => root.querySelector(`[data-item="${CSS.escape(code)}"]`);
  showButtons(root);
  // On a phone what waits would push the days out of sight.
  if (matchMedia(PHONE).matches && waitingIn(root)) waitingIn(root).open = false;

  /** Puts a mark on a day; returns what puts it back where it was. */
  function place(mark, date) {
    const day = root.querySelector(`td[data-date="${date}"] .calendar__items`);
    const before = { list: mark.parentElement, next: mark.nextElementSibling };
    day?.append(mark);
    mark.setAttribute("aria-busy", "true");
    return () => {
      before.list.insertBefore(mark, before.next);
      mark.removeAttribute("aria-busy");
    };
  }

  /** Shows what the service has now; the focus stays on `code` where that is still shown. */
  async function refresh(code) {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector('[data-part="body"]');
    if (!fresh) return;
    const wasOpen = waitingIn(root)?.open ?? false;
    root.replaceChildren(...fresh.childNodes);
    if (waitingIn(root)) waitingIn(root).open = wasOpen;
    showButtons(root);
    root.dispatchEvent(new CustomEvent("calendar:fresh", { bubbles: true }));
    if (code) find(code)?.querySelector("a")?.focus({ preventScroll: true });
  }

  return { place, refresh, find };
}

function waitingIn(root) {
  return root.querySelector('[data-part="waiting"]');
}

/** Buttons that need this script are hidden until it runs. */
function showButtons(root) {
  for (const button of root.querySelectorAll("[data-choose]")) button.hidden = false;
}
