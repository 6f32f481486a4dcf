/** Owns the small manners of the shell: menus that close on Escape, on a click elsewhere and when another opens. */

const menus = [...document.querySelectorAll("details[data-menu]")];

function closeMenus(except) {
  for (const menu of menus) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
/** Pages such as the map change their address as they are used: the language is changed where the reader is now. */
document.addEventListener("submit", ({ target }) => {
  const next = target.action.endsWith("/language") ? target.elements.namedItem("next") : null;
  if (next) next.value = location.pathname + location.search;
});
document.addEventListener("keydown", (event) => {
  const open = menus.find((menu) => menu.open);
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
