/** Owns the list beside the map: only the rows in sight exist in the page, however many there are. */

const SPARE = 6;
const ROW_PX = [72, 94];

/**
 * Makes a list box of `element`. `fill(item, row)` writes one row; `choose(row, viaKeyboard)` is called on click, Enter
 * or Space; `isTall()` tells whether rows have four lines instead of three.
 * Returns {show(rows), mark(row)}.
 */
export function createList(element, { fill, choose, isTall }) {
  const canvas = document.createElement("div");
  canvas.className = "list__canvas";
  canvas.setAttribute("role", "presentation");
  element.append(canvas);
  const state = { rows: [], active: 0, marked: -1, items: new Map() };
  const height = () => Math.round(ROW_PX[Number(isTall())] * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16));

  function render() {
    const step = height();
    canvas.style.height = `${state.rows.length * step}px`;
    const first = Math.max(0, Math.floor(element.scrollTop / step) - SPARE);
    const end = Math.min(state.rows.length, Math.ceil((element.scrollTop + (element.clientHeight || 600)) / step) + SPARE);
    for (const [at, item] of state.items) {
      if (at < first || at >= end || item.row !== state.rows[at]) {
        item.node.remove();
        state.items.delete(at);
      }
    }
    for (let at = first; at < end; at += 1) place(at, step);
    const active = state.items.get(state.active);
    if (active) element.setAttribute("aria-activedescendant", active.node.id);
    else element.removeAttribute("aria-activedescendant");
  }

  function place(at, step) {
    const row = state.rows[at];
    let item = state.items.get(at);
    if (!item) {
      const node = document.createElement("div");
      node.className = "list__row";
      node.id = `list-row-${at}`;
      node.setAttribute("role", "option");
      node.dataset.at = at;
      fill(node, row);
      item = { node, row };
      state.items.set(at, item);
      insertInOrder(node, at);
    }
    item.node.style.transform = `translateY(${at * step}px)`;
    item.node.setAttribute("aria-posinset", at + 1);
    item.node.setAttribute("aria-setsize", state.rows.length);
    item.node.setAttribute("aria-selected", String(row === state.marked));
    item.node.classList.toggle("list__row--active", at === state.active);
  }

  function insertInOrder(node, at) {
    const after = [...canvas.children].find((other) => Number(other.dataset.at) > at);
    canvas.insertBefore(node, after ?? null);
  }

  function move(to) {
    state.active = Math.max(0, Math.min(state.rows.length - 1, to));
    const step = height();
    const top = state.active * step;
    if (top < element.scrollTop) element.scrollTop = top;
    if (top + step > element.scrollTop + element.clientHeight) element.scrollTop = top + step - element.clientHeight;
    render();
  }

  function onKey(event) {
    const page = Math.max(1, Math.floor(element.clientHeight / height()) - 1);
    const moves = {
      ArrowDown: state.active + 1, ArrowUp: state.active - 1, Home: 0, End: state.rows.length - 1,
      PageDown: state.active + page, PageUp: state.active - page,
    };
    if (event.key in moves) move(moves[event.key]);
    else if ((event.key === "Enter" || event.key === " ") && state.rows.length) choose(state.rows[state.active], true);
    else return;
    event.preventDefault();
  }

  element.addEventListener("scroll", () => requestAnimationFrame(render), { passive: true });
  element.addEventListener("keydown", onKey);
  element.addEventListener("click", (event) => {
    const node = event.target.closest(".list__row");
    if (!node) return;
    state.active = Number(node.dataset.at);
    choose(state.rows[state.active], event.detail === 0);
  });
  new ResizeObserver(render).observe(element);

  return {
    show(rows) {
      for (const { node } of state.items.values()) node.remove();
      state.items.clear();
      state.rows = rows;
      element.classList.toggle("list--tall", isTall());
      state.active = Math.max(0, rows.indexOf(state.marked));
      element.hidden = rows.length === 0;
      render();
    },
    mark(row) {
      state.marked = row;
      const at = state.rows.indexOf(row);
      if (at >= 0) move(at);
      else render();
    },
  };
}
