/**
 * Owns the service worker of the field page: the page's own files without signal, and sending what waits in the background.
 *
 * `PRECACHE` ({version, page, away, files: addresses, faces: addresses}) stands before this script when it is served. It
 * answers for the field page and the files named there; every other address of the register goes to the network untouched,
 * so that no page of it is ever an old one.
 */

import { openDatabase } from "diaban/field/database";
import { createOutbox } from "diaban/field/outbox";
import { createStore } from "diaban/field/store";
import { createSync } from "diaban/field/sync";
import { createTransport } from "diaban/field/transport";

const { version, page, away, files, faces } = globalThis.PRECACHE;
const PREFIX = "diaban-field-";
const SHELL = `${PREFIX}${version}`;
const FACES = `${PREFIX}faces`;
const addressOf = (path) => new URL(path, location.origin).href;
const shell = new Set([...files, away].map(addressOf));
const finder = new Set(faces.map(addressOf));
let opened = null;

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(url.pathname === page ? fromCache(page, request) : orAway(request));
  else if (shell.has(url.href)) event.respondWith(fromCache(url.href, request));
  else if (finder.has(url.href)) event.respondWith(keptOnceUsed(request));
});
addEventListener("message", (event) => {
  const { data } = event;
  if (data.kind === "update") skipWaiting();
  if (data.kind === "fill") event.waitUntil(fillAgain());
  if (data.kind === "key") opened = data.opened;
});
addEventListener("sync", (event) => event.waitUntil(sendWaiting()));

async function fill() {
  const cache = await caches.open(SHELL);
  await cache.addAll([page, away, ...files].map((path) => new Request(path, { cache: "no-cache", credentials: "same-origin" })));
}

/** Keeps the files again where somebody deleted everything and now begins anew. */
async function fillAgain() {
  if (!(await caches.match(page, { cacheName: SHELL, ignoreVary: true }))) await fill();
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== SHELL && name !== FACES) await caches.delete(name);
  }
  await dropOldFaces();
  await clients.claim();
}

async function dropOldFaces() {
  const cache = await caches.open(FACES);
  for (const request of await cache.keys()) if (!finder.has(request.url)) await cache.delete(request);
}

async function fromCache(address, request) {
  return (await caches.match(address, { cacheName: SHELL, ignoreVary: true })) ?? fetch(request);
}

async function keptOnceUsed(request) {
  const kept = await caches.match(request, { cacheName: FACES, ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(FACES)).put(request, answer.clone());
  return answer;
}

async function orAway(request) {
  try {
    return await fetch(request);
  } catch {
    return fromCache(away, request);
  }
}

/** Sends what waits, with the key that the page handed over; a page that is open does it itself and sees it happen. */
async function sendWaiting() {
  const pages = (await clients.matchAll({ type: "window" })).filter(({ url }) => new URL(url).pathname === page);
  for (const one of pages) one.postMessage({ kind: "send" });
  if (pages.length || !opened) return;
  const { key, device } = opened;
  const tools = { now: () => new Date(), uuid: () => crypto.randomUUID() };
  const transport = createTransport({ get: (path, options) => fetch(path, options), device: device.uuid, now: tools.now });
  const database = await openDatabase();
  const outbox = createOutbox({ store: createStore(database, key), send: transport, ...tools });
  const { stopped } = await createSync({ transport, outbox }).meet({ ...device, onlySend: true });
  database.close();
  if (stopped === "offline") throw new Error(stopped); // the browser tries again by itself
}
