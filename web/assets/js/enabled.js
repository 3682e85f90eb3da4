// Says before anything is drawn that scripts run, so that what needs one does not flash. A file and not a line in the
// page, because the content security policy allows no script inside a page.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
