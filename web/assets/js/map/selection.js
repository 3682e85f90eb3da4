// Shows on the page's own controls which route is picked, for eyes and for screen readers.
export function markControls(shift) {
  for (const control of document.querySelectorAll("[data-route]")) {
    const on = control.dataset.route === shift;
    if (control.matches("button, [role=button]")) control.setAttribute("aria-pressed", String(on));
    else if (on) control.setAttribute("aria-current", "true");
    else control.removeAttribute("aria-current");
  }
}
