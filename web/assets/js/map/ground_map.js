// The ground: MapLibre with our own style and tiles, no request to any other host.
import { Map } from "maplibre-gl";

// Far enough out to see the whole map, not so far that it is lost in emptiness.
const MOST_ZOOM = 18.9;
const ROOM = 0.6; // of the map's width and height, on each side

const LOCALE = {
  "Popup.Close": "Close",
  "CooperativeGesturesHandler.MobileHelpText": "Use two fingers to move the map",
};

// Raises when the style cannot be had or the browser has no WebGL 2.
export async function groundMap(container, element) {
  const answer = await fetch(element.dataset.style, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  const style = await answer.json();
  const [west, south, east, north] = style.metadata.bounds;
  const [wide, high] = [(east - west) * ROOM, (north - south) * ROOM];
  const map = new Map({
    container,
    style,
    bounds: [west, south, east, north],
    maxBounds: [west - wide, south - high, east + wide, north + high],
    maxZoom: MOST_ZOOM,
    attributionControl: false, // bar.js writes it as text
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches, // one finger scrolls the page
    locale: { ...LOCALE, "Map.Title": element.dataset.label ?? "Map of the routes. Arrow keys move it, + and - zoom." },
    // Tiles are fetched by the worker, whose own address is another: the style's short addresses mean this page's host.
    transformRequest: (url) => ({ url: new URL(url, document.baseURI).href }),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return { map, bounds: [west, south, east, north], attribution: style.metadata.attribution };
}
