// Starts govuk-frontend's components inside an element, each once. Its own initAll would complain of those started before,
// which a page with refreshed pieces always has.
import {
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  isSupported,
} from "govuk-frontend";

const COMPONENTS = new Map(
  [
    Accordion,
    Button,
    CharacterCount,
    Checkboxes,
    ErrorSummary,
    NotificationBanner,
    PasswordInput,
    Radios,
    ServiceNavigation,
    SkipLink,
    Tabs,
  ].map((component) => [component.moduleName, component]),
);

export function enableComponents(scope) {
  if (!isSupported()) return;
  const found = [...scope.querySelectorAll("[data-module]")];
  if (scope instanceof Element && scope.hasAttribute("data-module")) found.push(scope);
  for (const element of found) {
    const component = COMPONENTS.get(element.dataset.module);
    if (component && !element.hasAttribute(`data-${element.dataset.module}-init`)) new component(element);
  }
}
