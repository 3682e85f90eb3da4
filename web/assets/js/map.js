// Turns every `<div data-map data-style="…" data-routes="…">` into a map of the routes.
//
//   data-style    address of the map's style (JSON, with metadata.bounds and metadata.attribution)
//   data-routes   address of the routes (GeoJSON); read anew at each load, so that a refresh may change it
//   data-label    optional: what the map is called for those who do not see it
//
// Anything on the page with `data-route="SHIFT"` (a button or a link) picks that route; pressing it again lets it go.
// An event `allround:routes-changed` anywhere loads the routes again, and so does an htmx swap that brought such controls.
// For tests and style: data-state is loading, ready or failed; data-features how many routes are drawn, data-selected which.
import { RouteMap } from "./map/route_map.js";

const maps = new Map(); // element -> RouteMap

function startAndStop() {
  for (const [element, map] of maps) {
    if (element.isConnected) continue;
    map.remove();
    maps.delete(element);
  }
  for (const element of document.querySelectorAll("[data-map]")) {
    if (!maps.has(element)) maps.set(element, new RouteMap(element));
  }
}

function loadAgain() {
  for (const map of maps.values()) map.load();
}

document.addEventListener("click", (event) => {
  const control = event.target.closest("[data-route]");
  if (!control || maps.size === 0) return;
  // A link that leads somewhere still does; one to a place on this page would only make it jump.
  if (control.getAttribute("href")?.startsWith("#")) event.preventDefault();
  for (const map of maps.values()) map.toggle(control.dataset.route);
});
document.addEventListener("allround:routes-changed", loadAgain);
document.addEventListener("htmx:after:swap", (event) => {
  const before = maps.size;
  startAndStop();
  const text = event.detail?.ctx?.text;
  if (before > 0 && typeof text === "string" && text.includes("data-route")) loadAgain();
});

startAndStop();
