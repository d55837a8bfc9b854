// A contract that was accepted is cancelled, as long as the money is not on its way: asked twice, done once.
import { html, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { call } from "../shared/session.js";
import { Alert } from "../shared/widgets.js";

/** @param {{loan: object, onDone: () => Promise<void>}} props `onDone` reads the loan again */
export function CancelContract({ loan, onDone }) {
  const [asked, setAsked] = useState(false);
  const [trouble, setTrouble] = useState(null);

  async function cancel() {
    try {
      await call("POST", `/applications/${encodeURIComponent(loan.application_id)}/cancel`);
      setTrouble(null);
      await onDone();
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
  }

  if (loan.status === "cancelled") return html`<p class="notice" role="status">${t("contract_cancelled")}</p>`;
  if (loan.status !== "pending_payout") return null;
  return html`
    <p>${t("cancel_contract_lead")}</p>
    <button type="button" class="quiet" onClick=${asked ? cancel : () => setAsked(true)}>
      ${t(asked ? "cancel_contract_sure" : "cancel_contract")}
    </button>
    <${Alert} text=${trouble} />
  `;
}
