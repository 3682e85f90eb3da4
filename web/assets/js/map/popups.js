// What is under the pointer, in a few lines: while hovering, and kept open by a click, which also picks the route.
import { Popup } from "maplibre-gl";
import { described } from "./described.js";
import { TOUCHED } from "./route_layers.js";

const NEAR = 3; // pixels
const AT_MOST = 3; // entries: one door may have many jobs, one street many routes

export class Popups {
  #map;
  #hover = new Popup({ closeButton: false, closeOnClick: false, focusAfterOpen: false, maxWidth: "320px", offset: 12 });
  #pinned = new Popup({ closeButton: true, closeOnClick: false, maxWidth: "320px", offset: 12 });

  constructor(map, pick) {
    this.#map = map;
    map.on("mousemove", (event) => this.#hovered(event));
    map.on("mouseout", () => this.#hover.remove());
    map.on("click", (event) => this.#clicked(event, pick));
    map.getContainer().addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !this.#pinned.isOpen()) return;
      this.close();
      map.getCanvas().focus();
    });
  }

  close() {
    this.#hover.remove();
    this.#pinned.remove();
  }

  #hovered(event) {
    const found = this.#pinned.isOpen() ? [] : this.#under(event.point);
    this.#map.getCanvas().classList.toggle("allround-map__over", found.length > 0);
    if (found.length === 0) this.#hover.remove();
    else this.#hover.setLngLat(event.lngLat).setDOMContent(described(found, AT_MOST)).addTo(this.#map);
  }

  #clicked(event, pick) {
    this.close(); // here and not by closeOnClick, which would also close what this click opens
    const found = this.#under(event.point);
    if (found.length === 0) return;
    const { shift } = found[0];
    if (shift) pick(shift);
    this.#pinned.setLngLat(event.lngLat).setDOMContent(described(found, AT_MOST)).addTo(this.#map);
  }

  // Properties of what is there, points before lines, each thing once.
  #under({ x, y }) {
    const box = [[x - NEAR, y - NEAR], [x + NEAR, y + NEAR]];
    const found = new Map();
    for (const { properties } of this.#map.queryRenderedFeatures(box, { layers: TOUCHED })) {
      const key = [properties.kind, properties.shift, properties.order, properties.label, properties.description].join("\n");
      if (!found.has(key)) found.set(key, properties);
    }
    const all = [...found.values()];
    const points = all.filter((one) => one.kind !== "route");
    return points.length > 0 ? points : all;
  }
}
