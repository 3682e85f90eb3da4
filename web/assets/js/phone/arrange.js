// Puts each visit into the list where it belongs by its state, as the server would: next, then, reported.

export function arrange(day) {
  const list = (name) => day.querySelector(`[data-list="${name}"]`);
  const visits = [...day.querySelectorAll("[data-visit]")].filter((one) => one.closest("[data-list]"));
  const inState = (state) => visits.filter((one) => one.dataset.state === state).sort(byNumber);
  const next = inState("arrived")[0] ?? inState("expected")[0];
  for (const visit of visits) {
    const settled = visit.dataset.state === "done" || visit.dataset.state === "could_not";
    const name = visit === next ? "next" : settled ? "reported" : "then";
    if (visit.parentElement === list(name)) continue;
    put(visit, list(name), name);
    visit.querySelector(".phone-fold").open = visit === next;
  }
  const title = day.querySelector("#next-title");
  if (title) title.textContent = next?.dataset.state === "arrived" ? "You are here" : "Next";
  for (const name of ["next", "then", "reported"]) {
    day.querySelector(`[data-section="${name}"]`).hidden = list(name).childElementCount === 0;
  }
  const done = day.querySelector('[data-empty="done"]');
  if (visits.length > 0) done.hidden = next !== undefined;
}

// Reports go to the end, in the order in which they are made; the rest stays in the order of the day.
function put(visit, list, name) {
  const later = name === "reported" ? undefined : [...list.children].find((one) => byNumber(one, visit) > 0);
  list.insertBefore(visit, later ?? null);
}

function byNumber(one, other) {
  return Number(one.dataset.number) - Number(other.dataset.number);
}
