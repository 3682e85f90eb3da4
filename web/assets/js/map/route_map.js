// One map of the routes: the ground, the routes over it, and which of them is picked.
import { bar } from "./bar.js";
import { boundsOf, endsOf, laneOf } from "./features.js";
import { groundMap } from "./ground_map.js";
import { Popups } from "./popups.js";
import { ROUTES, addRoutes, emphasise, setRoutes } from "./route_layers.js";
import { markControls } from "./selection.js";

const NO_WEBGL = "The map cannot be drawn in this browser. The list beside it shows the same routes.";
const NO_MAP = "The map could not be loaded. Reload the page to try again; the list beside it shows the same routes.";
const NO_ROUTES = "The routes could not be loaded. Reload the page to try again; the list beside shows them too.";
const NO_GROUND = "Part of the map could not be loaded. The routes are complete.";
const PADDING = 48; // pixels around what is shown

export class RouteMap {
  #element;
  #bar;
  #map = null;
  #popups = null;
  #routes = { type: "FeatureCollection", features: [] };
  #loads = 0;
  #picked = null;
  #home = null;
  #seen = false;
  #gone = false;

  constructor(element) {
    this.#element = element;
    element.dataset.state = "loading";
    this.#bar = bar(element, {
      zoomIn: () => this.#map?.zoomIn(),
      zoomOut: () => this.#map?.zoomOut(),
      showAll: () => this.#showAll(),
    });
    this.#start();
  }

  async #start() {
    try {
      const { map, bounds, attribution } = await groundMap(this.#bar.canvas, this.#element);
      if (this.#gone) return map.remove();
      this.#map = map;
      this.#home = bounds;
      this.#bar.thank(attribution);
    } catch (problem) {
      this.#element.classList.add("allround-map--none");
      this.#fail(problem.name === "GPUInitializationError" ? NO_WEBGL : NO_MAP, problem);
      return;
    }
    const map = this.#map;
    map.on("error", ({ error }) => this.#complain(NO_GROUND, error));
    map.on("idle", () => this.#count());
    map.on("resize", () => this.#fitOnce()); // a map in a closed tab has no size until it is shown
    map.once("load", () => {
      addRoutes(map, this.#routes);
      this.#popups = new Popups(map, (shift) => this.toggle(shift, { letGo: false }));
      this.load();
    });
  }

  // Fetches the routes; of several loads under way the last one counts.
  async load() {
    if (!this.#map?.getSource(ROUTES)) return;
    const number = ++this.#loads;
    try {
      const answer = await fetch(this.#element.dataset.routes, { headers: { Accept: "application/geo+json, application/json" } });
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      const routes = await answer.json();
      if (number !== this.#loads || !this.#map) return;
      this.#show(routes);
    } catch (problem) {
      if (number === this.#loads) this.#fail(NO_ROUTES, problem);
    }
  }

  // Picks a route; picking it again lets it go, unless `letGo` is false.
  toggle(shift, { letGo = true } = {}) {
    if (letGo && shift === this.#picked) return this.#pick(null);
    const bounds = this.#pick(shift);
    if (bounds && letGo) this.#fit(bounds); // picked in the list: go there; picked on the map: stay
    return bounds;
  }

  remove() {
    this.#gone = true;
    this.#map?.remove();
    this.#map = null;
  }

  #show(routes) {
    const features = routes.features.filter((one) => one.geometry).map(laneOf());
    this.#routes = { ...routes, features: [...features, ...endsOf(features)] };
    this.#popups.close();
    setRoutes(this.#map, this.#routes);
    this.#pick(this.#picked);
    this.#bar.say("");
    this.#fitOnce();
    this.#element.dataset.state = "drawing";
  }

  #pick(shift) {
    const own = this.#routes.features.filter((one) => one.properties.shift === shift);
    this.#picked = own.length > 0 ? shift : null;
    if (this.#map?.getSource(ROUTES)) emphasise(this.#map, this.#picked);
    markControls(this.#picked);
    this.#bar.picked(this.#picked !== null);
    if (this.#picked === null) delete this.#element.dataset.selected;
    else this.#element.dataset.selected = this.#picked;
    return boundsOf(own);
  }

  #showAll() {
    this.#popups?.close();
    this.#pick(null);
    this.#fit(boundsOf(this.#routes.features) ?? this.#home);
  }

  #fitOnce() {
    const { clientWidth, clientHeight } = this.#bar.canvas;
    if (this.#seen || this.#routes.features.length === 0 || clientWidth < 2 || clientHeight < 2) return;
    this.#seen = true;
    this.#fit(boundsOf(this.#routes.features), { animate: false });
  }

  #fit(bounds, options = {}) {
    if (!bounds || !this.#map) return;
    const { clientWidth, clientHeight } = this.#bar.canvas;
    const padding = Math.min(PADDING, clientWidth / 8, clientHeight / 8);
    this.#map.fitBounds(bounds, { padding, maxZoom: 16, ...options });
  }

  #count() {
    if (this.#element.dataset.state === "loading" || !this.#map.getLayer("routes")) return;
    const drawn = this.#map.queryRenderedFeatures({ layers: ["routes"] });
    this.#element.dataset.features = new Set(drawn.map((one) => one.properties.shift)).size;
    if (this.#element.dataset.state === "drawing") this.#element.dataset.state = "ready";
  }

  #complain(sentence, problem) {
    console.warn(sentence, problem);
    this.#bar.say(sentence);
  }

  #fail(sentence, problem) {
    this.#complain(sentence, problem);
    this.#element.dataset.state = "failed";
  }
}
