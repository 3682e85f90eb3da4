// What stands around the map inside its element: the drawing area, buttons, thanks, and a line for when something is wrong.

const COPYRIGHT = "https://www.openstreetmap.org/copyright";

export function bar(element, { zoomIn, zoomOut, showAll }) {
  const canvas = made("div", "allround-map__canvas");
  const all = button("Show all", "allround-map__button allround-map__button--words", showAll);
  const buttons = made("div", "allround-map__buttons");
  buttons.append(
    button("+", "allround-map__button", zoomIn, "Zoom in"),
    button("−", "allround-map__button", zoomOut, "Zoom out"),
    all,
  );
  const thanks = made("p", "allround-map__thanks");
  const status = made("p", "allround-map__status");
  status.setAttribute("role", "status");
  element.classList.add("allround-map");
  element.replaceChildren(canvas, buttons, thanks, status);
  return {
    canvas,
    thank: (attribution) => thanks.replaceChildren(...attributed(attribution)),
    say: (sentence) => {
      status.textContent = sentence;
    },
    picked: (on) => all.classList.toggle("allround-map__button--on", on),
  };
}

// Text only, whatever the map's file says; OpenStreetMap asks for a link to its terms.
function attributed(attribution) {
  if (!attribution?.includes("OpenStreetMap")) return [attribution ?? ""];
  const link = made("a", "allround-map__link");
  link.href = COPYRIGHT;
  link.rel = "noreferrer";
  link.textContent = attribution;
  return [link];
}

function button(words, name, pressed, label = words) {
  const one = made("button", name);
  one.type = "button";
  one.textContent = words;
  if (label !== words) one.setAttribute("aria-label", label);
  one.addEventListener("click", pressed);
  return one;
}

function made(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}
