// What is asked for first and shown then.
import { html, useEffect, useState } from "./html.js";
import { sayProblem, t } from "../i18n/index.js";
import { Alert } from "./widgets.js";

/** Loads by `load` and shows by `show`; says what went wrong. */
export function Loaded({ load, show, watch = [] }) {
  const [found, setFound] = useState(null);
  const [trouble, setTrouble] = useState(null);
  async function refresh() {
    try {
      setFound(await load());
      setTrouble(null);
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
  }
  useEffect(() => void refresh(), watch);
  if (trouble && !found) {
    return html`<${Alert} text=${trouble} /><button type="button" onClick=${refresh}>${t("try_again")}</button>`;
  }
  return found ? show(found, refresh) : html`<p role="status">${t("loading")}</p>`;
}
