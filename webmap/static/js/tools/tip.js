/** Owns the tip that follows the pointer over a place, and short messages at the foot of the map. */

import { askedParts } from "diaban/panel/asked";
import { line } from "diaban/panel/rows";

const MESSAGE_MS = 4000;

function sayTip(page, row) {
  const asked = page.ask(row);
  return [page.model.hotspots.name[row], ...(asked ? askedParts(asked).map(([, text]) => text) : [])].join("\n");
}

export function createTip(page) {
  const { map } = page;
  const tip = line("tip", "");
  const message = line("toast", "");
  tip.hidden = message.hidden = true;
  map.getContainer().append(tip, message);
  let request = 0;
  let timer = 0;

  function follow({ latlng, containerPoint }) {
    cancelAnimationFrame(request);
    request = requestAnimationFrame(() => {
      const row = page.isMeasuring() ? -1 : page.scene.pick(latlng);
      tip.hidden = row < 0;
      map.getContainer().classList.toggle("is-over", row >= 0);
      if (row < 0) return;
      tip.textContent = sayTip(page, row);
      const isRight = containerPoint.x > map.getSize().x - 220;
      tip.style.transform = `translate(${containerPoint.x + (isRight ? -14 : 14)}px, ${containerPoint.y + 14}px)${isRight ? " translateX(-100%)" : ""}`;
    });
  }

  map.on("mousemove", follow);
  map.on("mouseout movestart", () => {
    cancelAnimationFrame(request);
    tip.hidden = true;
  });
  page.tip = {
    say(text) {
      clearTimeout(timer);
      message.textContent = text;
      message.hidden = false;
      timer = setTimeout(() => {
        message.hidden = true;
      }, MESSAGE_MS);
    },
  };
}
