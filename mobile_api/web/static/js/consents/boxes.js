// The consents that a form needs: each with its text and a box that nobody has ticked, until it is given.
import { html, useEffect } from "../shared/html.js";
import { local, t } from "../i18n/index.js";
import { consents, give, load } from "./store.js";
import { Whole } from "./text.js";

/** @param {{purposes: string[]}} props stands within the form whose fields go to `giveTicked` */
export function ConsentBoxes({ purposes }) {
  useEffect(() => void load().catch(() => {}), []);
  const asked = (consents.value ?? []).filter(({ purpose, given }) => purposes.includes(purpose) && !given);
  return asked.map((consent) => html`
    <fieldset key=${`${consent.purpose} ${consent.text_version}`} class="consent-box">
      <legend>${local(consent.title)}</legend>
      <${Whole} consent=${consent} />
      <label class="tick">
        <input type="checkbox" name="consent" value=${consent.purpose} required />
        <span>${t("consent_tick", { title: local(consent.title) })}</span>
      </label>
    </fieldset>
  `);
}

/** Gives what was ticked. Raises Problem. @param {FormData} fields */
export async function giveTicked(fields) {
  const ticked = fields.getAll("consent");
  for (const consent of consents.value ?? []) {
    if (ticked.includes(consent.purpose) && !consent.given) await give(consent);
  }
}

/** Where a consent is missed after all, because it was withdrawn elsewhere or could not be read, its box appears. */
export const askWhatIsMissed = (problem) => problem.code === "consent_needed" && load().catch(() => {});
