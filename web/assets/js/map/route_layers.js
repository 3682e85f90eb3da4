// The routes over the ground: lines with a white edge, numbered stops, hollow marks for jobs that nobody is sent to.
// What is picked is drawn once more, larger and on top, while the rest fades.
import { INK, PAPER, SERVICE_COLOUR, UNSERVED } from "./colours.js";

export const ROUTES = "allround-routes";
// Layers that answer to the pointer, topmost first.
export const TOUCHED = ["picked-stops", "unserved", "stops", "picked-ends", "breaks", "picked-route", "routes-touch"];

const UNDER_NAMES = ["routes-edge", "routes"];

const FONT = ["sans-serif"]; // drawn by the browser: there is no glyph server
const is = (kind) => ["==", ["get", "kind"], kind];
const ofShift = (shift) => ["==", ["get", "shift"], shift ?? ""];
const picked = (kind, shift) => ["all", is(kind), ofShift(shift)];
const byZoom = (...pairs) => ["interpolate", ["linear"], ["zoom"], ...pairs];
const aside = byZoom(11, ["*", ["get", "lane"], 0.7], 14, ["*", ["get", "lane"], 1.8], 18, ["*", ["get", "lane"], 5]);
const NUMBER = ["to-string", ["get", "order"]];
const round = { "line-cap": "round", "line-join": "round" };

const line = (id, filter, paint) => ({ id, type: "line", source: ROUTES, filter, layout: round, paint });
const circle = (id, filter, paint, more = {}) => ({ id, type: "circle", source: ROUTES, filter, paint, ...more });
const text = (id, filter, layout, paint, more = {}) => ({
  id,
  type: "symbol",
  source: ROUTES,
  filter,
  layout: { "text-font": FONT, ...layout },
  paint,
  ...more,
});

const LAYERS = [
  line("routes-edge", is("route"), {
    "line-color": PAPER,
    "line-width": byZoom(11, 2.4, 14, 4.6, 18, 9),
    "line-offset": aside,
    "line-opacity": 0.85,
  }),
  line("routes", is("route"), {
    "line-color": SERVICE_COLOUR,
    "line-width": byZoom(11, 1.3, 14, 2.6, 18, 6),
    "line-offset": aside,
  }),
  // Wider than what is seen: a finger is no needle.
  line("routes-touch", is("route"), { "line-color": PAPER, "line-width": 14, "line-opacity": 0, "line-offset": aside }),
  circle(
    "breaks",
    is("break"),
    { "circle-color": PAPER, "circle-radius": byZoom(13, 2, 16, 5), "circle-stroke-color": INK, "circle-stroke-width": 1.2 },
    { minzoom: 13 },
  ),
  circle("stops", is("job"), {
    "circle-color": PAPER,
    "circle-radius": byZoom(11, 1.6, 13, 3.2, 15, 7.5, 18, 11),
    "circle-stroke-color": SERVICE_COLOUR,
    "circle-stroke-width": byZoom(11, 1, 13, 1.8, 15, 2.6),
  }),
  text(
    "stop-numbers",
    is("job"),
    { "text-field": NUMBER, "text-size": byZoom(14.5, 9.5, 18, 13) },
    { "text-color": INK },
    { minzoom: 14.5 },
  ),
  line("picked-edge", picked("route", null), { "line-color": PAPER, "line-width": byZoom(11, 6, 14, 9, 18, 14) }),
  line("picked-route", picked("route", null), {
    "line-color": SERVICE_COLOUR,
    "line-width": byZoom(11, 3, 14, 5, 18, 9),
  }),
  text(
    "picked-ways",
    picked("route", null),
    {
      "symbol-placement": "line",
      "symbol-spacing": 70,
      "text-field": "›",
      "text-size": 22,
      "text-keep-upright": false,
      "text-allow-overlap": true,
      "text-ignore-placement": true,
      "text-offset": [0, -0.08],
    },
    { "text-color": INK, "text-halo-color": PAPER, "text-halo-width": 1.6 },
  ),
  circle("picked-ends", picked("end", null), {
    "circle-color": INK,
    "circle-radius": byZoom(11, 4, 15, 6),
    "circle-stroke-color": PAPER,
    "circle-stroke-width": 2,
  }),
  circle("picked-stops", picked("job", null), {
    "circle-color": PAPER,
    "circle-radius": byZoom(11, 6.5, 15, 10.5),
    "circle-stroke-color": SERVICE_COLOUR,
    "circle-stroke-width": 3,
  }),
  text(
    "picked-numbers",
    picked("job", null),
    { "text-field": NUMBER, "text-size": byZoom(11, 9, 15, 12.5), "text-allow-overlap": true, "text-ignore-placement": true },
    { "text-color": INK },
  ),
  circle("unserved", is("unserved"), {
    "circle-color": PAPER,
    "circle-opacity": 0.75,
    "circle-radius": byZoom(11, 4, 15, 8),
    "circle-stroke-color": UNSERVED,
    "circle-stroke-width": byZoom(11, 2, 15, 3.2),
  }),
];

// Lines of all routes lie below the streets' names, so that these stay legible; everything else above.
export function addRoutes(map, routes) {
  map.addSource(ROUTES, { type: "geojson", data: routes });
  const names = map.getStyle().layers.find((layer) => layer.type === "symbol")?.id;
  for (const layer of LAYERS) map.addLayer(layer, UNDER_NAMES.includes(layer.id) ? names : undefined);
}

export function setRoutes(map, routes) {
  map.getSource(ROUTES).setData(routes);
}

// Draws one shift's route on top and lets the others fade; null: all alike.
export function emphasise(map, shift) {
  const faded = shift === null ? 1 : 0.22;
  map.setPaintProperty("routes", "line-opacity", faded);
  map.setPaintProperty("routes-edge", "line-opacity", shift === null ? 0.85 : 0.3);
  for (const layer of ["stops", "breaks"]) {
    map.setPaintProperty(layer, "circle-opacity", faded);
    map.setPaintProperty(layer, "circle-stroke-opacity", faded);
  }
  map.setLayoutProperty("stop-numbers", "visibility", shift === null ? "visible" : "none");
  for (const [kind, layers] of [
    ["route", ["picked-edge", "picked-route", "picked-ways"]],
    ["end", ["picked-ends"]],
    ["job", ["picked-stops", "picked-numbers"]],
  ]) {
    for (const layer of layers) map.setFilter(layer, picked(kind, shift));
  }
}
