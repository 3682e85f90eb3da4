// What every page loads: the components of govuk-frontend, and htmx for the forms and pieces that ask for it.
import "htmx.org";
import { enableComponents } from "./shell/components.js";
import { tellRefreshErrors } from "./shell/refresh_errors.js";

enableComponents(document);
// htmx says this of each piece it has put into the page, also of those swapped in beside the target.
document.addEventListener("htmx:after:process", (event) => enableComponents(event.target));
tellRefreshErrors(document);
