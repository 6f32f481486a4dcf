/** Owns the card of a place: what the feed knows of it at once, then, live, the full card from the server. */

import { t } from "diaban/i18n";
import { formatDay, OPEN_START } from "diaban/model/days";
import { NO_STATE, stateOn } from "diaban/model/feed";
import { boundaryDay, shownVintage, wardsOf } from "diaban/model/choice";
import { parametersOf, UNFILTERED } from "diaban/model/view";
import { askedLine, askedParts, sayLast } from "diaban/panel/asked";
import { sayExtent, sayPoint } from "diaban/tools/coordinates";
import { latOf, lonOf, AREA, LINE } from "diaban/model/shapes";
import { line, sampleOf } from "diaban/panel/rows";

/** Returns the row of a place that holds on the day, or else its latest. */
export function rowOfPlace({ hotspots }, code, day) {
  let found = -1;
  for (let row = 0; row < hotspots.count; row += 1) {
    if (hotspots.code[row] !== code) continue;
    if (day >= hotspots.from[row] && day < hotspots.to[row]) return row;
    found = row;
  }
  return found;
}

/** Shows the card in `body`; resolves when the server's version has arrived, or at once in a frozen file. */
export async function showCard(page, body, row) {
  body.replaceChildren(...buildCard(page, row));
  body.dataset.code = page.model.hotspots.code[row];
  if (!page.config.card_url) return;
  const { day, vintage } = page.store.value;
  const asked = parametersOf({ ...UNFILTERED, day, vintage, supervision: true }, page.model.today, null);
  const url = page.config.card_url.replace("{code}", encodeURIComponent(body.dataset.code)) + (asked ? `?${asked}` : "");
  body.onclick = (event) => followPart(page, body, event);
  await load(page, body, url, "h2");
}

/** A plain click on a link that names its part of the map's page stays on the map. */
function followPart(page, body, event) {
  const link = event.target.closest("a[data-card-part]");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  link.focus();
  load(page, body, link.dataset.cardPart, link.hasAttribute("aria-current") || !link.matches(".chip") ? "#timeline" : "[data-card-part][aria-current]");
}

async function load(page, body, url, next) {
  page.cardRequest?.abort();
  page.cardRequest = new AbortController();
  try {
    const answer = await fetch(url, { signal: page.cardRequest.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(`card ${answer.status}`);
    const text = await answer.text();
    const hadFocus = body.contains(document.activeElement);
    const fragment = new DOMParser().parseFromString(text, "text/html");
    body.replaceChildren(...fragment.body.childNodes);
    body.querySelector(".card-sheet__state")?.after(...askedOf(page, rowOfPlace(page.model, body.dataset.code, page.store.value.day)));
    page.visited.show(body);
    if (hadFocus) body.querySelector(next)?.focus();
  } catch (error) {
    if (error.name === "AbortError") return;
    body.append(line("card-sheet__note muted", t("map.card.partial"), "p"));
  }
}

function buildCard(page, row) {
  const { hotspots, kinds, states, topics } = page.model;
  const state = stateOn(hotspots, row, page.store.value.day);
  const kind = kinds[hotspots.kind[row]];
  const title = line("card-sheet__title", hotspots.name[row], "h2");
  title.tabIndex = -1;
  const about = [`codes.kind.${kind}`, ...topics.filter((_, i) => hotspots.topics[row] & (1 << i)).map((topic) => `codes.topic.${topic}`)];
  return [
    title,
    line("card-sheet__code muted", [hotspots.code[row], ...about.map((key) => t(key))].join(" · "), "p"),
    stateChip(states, state, kind),
    ...askedOf(page, row),
    buildFacts(page, row),
    line("card-sheet__heading", t("map.card.timeline"), "h3"),
    buildTimeline(page, row),
  ];
}

/** Returns what supervision asks of the place, and when it was last visited; nothing where the map does not show it. */
function askedOf(page, row) {
  const asked = page.ask(row);
  const parts = asked ? askedParts(asked) : [];
  if (asked?.due.length) parts.push([null, sayLast(asked.last)]);
  return parts.length ? [askedLine(parts)] : [];
}

function stateChip(states, state, kind) {
  const chip = line("card-sheet__state", "", "p");
  if (state === NO_STATE) chip.textContent = t("map.card.not_on_day");
  else chip.append(sampleOf(states[state], kind, 56, 28), line("", t(`codes.status.${states[state]}`), "strong"));
  return chip;
}

function buildFacts(page, row) {
  const { model, store } = page;
  const { hotspots, areas } = model;
  const { shapes } = hotspots;
  const wards = wardsOf(model, row, boundaryDay(store.value));
  const names = wards.map((area, i) => areas.name[area] + (i === 0 && wards.length > 1 ? ` (${t("map.card.lead")})` : ""));
  const facts = line("facts", "", "dl");
  const add = (key, text) => facts.append(line("", t(key), "dt"), line("", text, "dd"));
  add("map.card.wards", names.join(", ") || t("map.list.no_ward"));
  add("map.card.boundaries", shownVintage(model, store.value)?.title ?? "");
  if (hotspots.size[row]) add(shapes.kind[row] === LINE ? "map.card.length" : "map.card.area", sayExtent(hotspots.size[row], shapes.kind[row] === AREA));
  add("map.card.accuracy", t("map.card.accuracy_value", { value: sayExtent(hotspots.accuracy[row], false) }));
  const lon = lonOf(shapes.anchor[row * 2]);
  const lat = latOf(shapes.anchor[row * 2 + 1]);
  add("map.card.wgs84", sayPoint(lon, lat, "decimal"));
  facts.append(line("", page.config.crs.name, "dt"));
  const local = line("", "…", "dd");
  facts.append(local);
  page.localPoint(lon, lat).then((text) => {
    local.textContent = text;
  });
  return facts;
}

/** The changes of status, newest first; all versions of the place share one history. */
function buildTimeline({ model }, row) {
  const { hotspots, states } = model;
  const { first, day, state } = hotspots.spans;
  const list = line("timeline", "", "ol");
  for (let at = first[row + 1] - 1; at >= first[row]; at -= 1) {
    const code = states[state[at]];
    if (!code) continue;
    const item = line("timeline__item", "", "li");
    if (at === first[row + 1] - 1) item.classList.add("timeline__item--current");
    const since = day[at] === OPEN_START ? t("map.card.always") : formatDay(day[at]);
    item.append(line("timeline__date", since, "p"), line("timeline__body", t(`codes.status.${code}`), "p"));
    list.append(item);
  }
  return list;
}
