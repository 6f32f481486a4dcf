/** Owns dragging by mouse, pen and finger: a finger rests on a mark first, so that it can still scroll the page. */

const SLACK_PX = 6;
const HOLD_MS = 350;
const EDGE_PX = 72;
const SCROLL_PX = 14;

/** Lets marks that may move be dragged; calls drop(mark, date) where one is let go over a day. */
export function startDragging(root, drop) {
  let drag = null;

  root.addEventListener("pointerdown", (event) => {
    const mark = event.target.closest("[data-moves]");
    if (!mark || event.button !== 0 || !event.isPrimary || event.target.closest("button")) return;
    drag = { mark, x: event.clientX, y: event.clientY, isOn: false, timer: 0, over: null, carried: null };
    if (event.pointerType === "touch") drag.timer = setTimeout(() => drag && begin(drag), HOLD_MS);
    else drag.byMouse = true;
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const isFar = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > SLACK_PX;
    if (!drag.isOn && isFar && !drag.byMouse) stop(); // the finger scrolls
    else if (!drag.isOn && isFar) begin(drag);
    if (drag?.isOn) follow(drag, event.clientX, event.clientY);
  });

  document.addEventListener("pointerup", () => {
    const done = drag;
    stop();
    if (!done?.isOn) return;
    holdClick();
    if (done.over) drop(done.mark, done.over.dataset.date);
  });
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && stop());
  document.addEventListener("touchmove", (event) => drag?.isOn && event.preventDefault(), { passive: false });
  root.addEventListener("contextmenu", (event) => drag?.isOn && event.preventDefault());
  root.addEventListener("dragstart", (event) => event.target.closest("[data-moves]") && event.preventDefault());

  function begin(one) {
    one.isOn = true;
    one.carried = one.mark.cloneNode(true);
    one.carried.classList.add("mark-carried");
    one.carried.setAttribute("aria-hidden", "true");
    document.body.append(one.carried);
    one.mark.classList.add("is-carried");
    root.classList.add("is-moving");
    follow(one, one.x, one.y);
  }

  function stop() {
    if (!drag) return;
    clearTimeout(drag.timer);
    drag.carried?.remove();
    drag.mark.classList.remove("is-carried");
    drag.over?.classList.remove("takes");
    root.classList.remove("is-moving");
    drag = null;
  }
}

function follow(drag, x, y) {
  drag.carried.style.left = `${x + 8}px`;
  drag.carried.style.top = `${y + 8}px`;
  scrollAtEdge(y);
  const day = document.elementFromPoint(x, y)?.closest("[data-date]") ?? null;
  if (day === drag.over) return;
  drag.over?.classList.remove("takes");
  drag.over = day;
  if (day && !("past" in day.dataset)) day.classList.add("takes");
}

function scrollAtEdge(y) {
  if (y < EDGE_PX) scrollBy(0, -SCROLL_PX);
  else if (y > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX);
}

/** The click that ends a drag opens no page. */
function holdClick() {
  const hold = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", hold, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", hold, { capture: true }), 0);
}
