// The service worker of one worker's day (/phone): keeps the last page and what it is drawn with, for places without signal.
//
// The server comes first, always. Only when it does not answer is the kept page shown, and the page says so. Nothing else is
// kept, and reports are none of its business: those wait in the page's own outbox (js/phone/outbox.js).
// A page is kept only when the server says for how long (Allround-Keep-Seconds); afterwards it is thrown away unseen.
/* global ASSETS */
const DAY = "/phone";
const DAY_CACHE = "allround-phone-day";
const NEEDED = ["allround.css", "allround.js", "enabled.js", "phone.css", "phone.js"].map((name) => ASSETS[name]);
const DRAWN_WITH = [...NEEDED.filter(Boolean), "/static/icon.svg"];
const PATHS = new Set(DRAWN_WITH.map((address) => address.split("?")[0]));
// Another build has other addresses, so its own cache.
const ASSET_CACHE = `allround-phone-assets-${DRAWN_WITH.map((address) => address.split("?v=")[1]?.slice(0, 4) ?? "").join("")}`;
const PATIENCE_MS = 6000; // a signal that is too weak to load a page in this time is no signal
const KEEP = "Allround-Keep-Seconds";
const KEPT_AT = "Allround-Kept-At"; // by the phone's clock, milliseconds

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(ASSET_CACHE).then((cache) => cache.addAll(DRAWN_WITH)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("allround-phone-assets-") && name !== ASSET_CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === DAY) event.respondWith(day(event));
  else if (PATHS.has(address.pathname)) event.respondWith(asset(request));
});

async function day(event) {
  const { request } = event;
  // A page that refreshes itself has something to show already.
  const kept = request.mode === "navigate" ? await keptDay() : undefined;
  const asked = ask(request);
  event.waitUntil(asked.catch(() => undefined)); // goes on when it comes too late for this page
  let answer;
  try {
    answer = await (kept ? Promise.race([asked, afterPatience()]) : asked);
  } catch (error) {
    if (kept) return kept;
    if (request.mode === "navigate") return nothingKept();
    throw error;
  }
  return answer === undefined || (answer.status >= 500 && kept) ? kept : answer;
}

async function ask(request) {
  const answer = await fetch(request);
  // Signed out, or somebody else now: what was kept is no longer theirs to see.
  if (answer.type === "opaqueredirect" || answer.redirected || answer.status === 401 || answer.status === 403) await caches.delete(DAY_CACHE);
  else if (answer.ok && answer.headers.has(KEEP)) await keep(answer.clone());
  return answer;
}

function afterPatience() {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS);
  });
}

async function keep(answer) {
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  headers.delete("Content-Encoding"); // the text is read already
  headers.delete("Content-Length");
  const cache = await caches.open(DAY_CACHE);
  await cache.put(DAY, new Response(await answer.text(), { headers }));
}

async function keptDay() {
  const kept = await caches.match(DAY, { cacheName: DAY_CACHE, ignoreVary: true });
  if (!kept) return undefined;
  const keptAt = Number(kept.headers.get(KEPT_AT));
  const over = Date.now() - keptAt > Number(kept.headers.get(KEEP)) * 1000;
  if (over || Date.now() < keptAt - 60_000) {
    await caches.delete(DAY_CACHE);
    return undefined;
  }
  // The page's own words for it, shown without a script.
  const text = (await kept.text()).replace(" hidden data-no-signal", "").replace('data-kept-at=""', `data-kept-at="${keptAt}"`);
  return new Response(text, { headers: kept.headers });
}

function nothingKept() {
  const style = ASSETS["allround.css"];
  const html = `<!doctype html><html lang="en-GB" class="govuk-template"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>No signal – Allround</title><link rel="stylesheet" href="${style}"></head><body class="govuk-template__body"><div class="govuk-width-container"><main class="govuk-main-wrapper"><h1 class="govuk-heading-l">No signal</h1><p class="govuk-body">Your day is not on this phone. Go where there is signal, then load it again.</p><p class="govuk-body"><a class="govuk-link" href="${DAY}">Load my day</a></p></main></div></body></html>`;
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'self'" } });
}

async function asset(request) {
  // Addresses carry a hash of their content; a page of the last build makes do with this one's style.
  const exact = await caches.match(request, { cacheName: ASSET_CACHE, ignoreVary: true });
  if (exact) return exact;
  try {
    return await fetch(request);
  } catch (error) {
    const near = await caches.match(request, { cacheName: ASSET_CACHE, ignoreSearch: true, ignoreVary: true });
    if (near) return near;
    throw error;
  }
}

// The first page of all came before this worker did: it asks to be kept too. And signing out takes everything along.
self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(ask(new Request(DAY, { headers: { Accept: "text/html" } })).catch(() => undefined));
  if (event.data === "forget") event.waitUntil(caches.delete(DAY_CACHE));
});
