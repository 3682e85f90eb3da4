// A few lines about routes, jobs and breaks. Text nodes only: names and addresses come from people.
import { clock } from "./clock.js";

const TITLES = {
  route: (one) => one.who ?? one.label ?? "Route",
  job: (one) => [one.order, one.label ?? "Job"].filter(present).join(". "),
  break: () => "Break",
  end: (one) => one.label,
  unserved: (one) => one.label ?? "Job",
};

export function described(things, atMost) {
  const list = document.createElement("ul");
  list.className = "allround-map__list";
  for (const one of things.slice(0, atMost)) list.append(item(one));
  if (things.length > atMost) {
    const more = document.createElement("li");
    more.textContent = `and ${things.length - atMost} more`;
    list.append(more);
  }
  return list;
}

function item(one) {
  const entry = document.createElement("li");
  const title = document.createElement("strong");
  title.textContent = (TITLES[one.kind] ?? TITLES.job)(one);
  entry.append(title);
  for (const words of lines(one)) {
    const line = document.createElement("span");
    line.textContent = words;
    entry.append(line);
  }
  return entry;
}

function lines(one) {
  const times = [one.starts, one.finishes].filter(present).map(clock).join(" to ");
  return [
    one.kind === "unserved" ? "Nobody is sent" : times,
    one.kind === "route" && one.who ? one.label : one.kind === "route" ? null : one.who,
    one.description,
    one.address,
    one.reason,
  ].filter(present);
}

function present(value) {
  return value !== undefined && value !== null && value !== "";
}
