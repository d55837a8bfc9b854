// The text of a consent, opened by a button wherever somebody is asked for it.
import { html, useEffect, useState } from "../shared/html.js";
import { local, sayProblem, t } from "../i18n/index.js";
import { Alert, Dialog } from "../shared/widgets.js";
import { textOf } from "./store.js";

/** @param {{purpose: string, label: string}} props */
export function ReadText({ purpose, label }) {
  const [open, setOpen] = useState(false);
  return html`
    <button type="button" class="text-link" aria-haspopup="dialog" onClick=${() => setOpen(true)}>${label}</button>
    ${open && html`<${TextDialog} purpose=${purpose} label=${label} onClose=${() => setOpen(false)} />`}
  `;
}

function TextDialog({ purpose, label, onClose }) {
  const [found, setFound] = useState(null);
  const [trouble, setTrouble] = useState(null);
  useEffect(() => {
    textOf(purpose).then(setFound, (problem) => setTrouble(sayProblem(problem)));
  }, [purpose]);
  return html`
    <${Dialog} heading=${found ? local(found.title) : label} onClose=${onClose}>
      <${Alert} text=${trouble} />
      ${found ? html`<${Whole} consent=${found} />` : !trouble && html`<p role="status">${t("loading")}</p>`}
    </${Dialog}>
  `;
}

/** The words that are agreed to, who receives what, and what withdrawing changes. */
export const Whole = ({ consent }) => html`
  <p class="consent-text">${local(consent.text)}</p>
  <p class="hint">${t("consent_recipient", { name: local(consent.recipient_name) })}</p>
  <p class="hint"><b>${t("consent_sure")}</b><br />${local(consent.withdrawing)}</p>
  <p class="hint">${t("consent_version", { version: consent.text_version })}</p>
`;
