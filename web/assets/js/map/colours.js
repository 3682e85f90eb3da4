// The services' colours, as in scss/_services.scss: Okabe and Ito 2008, some darkened to show as lines.
export const SERVICES = ["#0072b2", "#d55e00", "#00805f", "#8d4a9e", "#2b2b2b", "#c08a00", "#56b4e9", "#b03060"];
export const INK = "#17212b";
export const PAPER = "#ffffff";
export const UNSERVED = "#b3001e";

// A MapLibre expression for the feature's own service.
export const SERVICE_COLOUR = [
  "match",
  ["%", ["to-number", ["get", "colour"], 0], SERVICES.length],
  ...SERVICES.flatMap((colour, number) => [number, colour]),
  SERVICES[0],
];
