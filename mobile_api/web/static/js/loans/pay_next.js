// Pay what is due next. The payment is pending until the provider confirms it; the loan then shows the next one.
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { formatMoney } from "../shared/money.js";
import { call } from "../shared/session.js";
import { Alert } from "../shared/widgets.js";

const ASK_EVERY_MS = 2000;

const due = ({ next_payment: next }) => (next ? `${next.number}/${next.amount.minor}` : "none");

/** @param {{loan: object, onPosted: () => Promise<void>}} props `onPosted` reads the loan again */
export function PayNext({ loan, onPosted }) {
  const [awaiting, setAwaiting] = useState(null);
  const [trouble, setTrouble] = useState(null);
  // One key for one due payment: pressing again after a lost answer does not pay twice.
  const key = useRef({ due: null, value: "" });
  if (key.current.due !== due(loan)) key.current = { due: due(loan), value: crypto.randomUUID() };

  const pending = awaiting === due(loan);
  useEffect(() => {
    if (!pending) return undefined;
    const clock = setInterval(onPosted, ASK_EVERY_MS);
    return () => clearInterval(clock);
  }, [pending]);

  async function pay() {
    setTrouble(null);
    try {
      const options = { json: { amount: loan.next_payment.amount }, headers: { "Idempotency-Key": key.current.value } };
      await call("POST", `/loans/${encodeURIComponent(loan.id)}/payments`, options);
      setAwaiting(due(loan));
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
  }

  return html`
    ${loan.next_payment && !pending && html`
      <button type="button" onClick=${pay}>${t("pay_now", { amount: formatMoney(loan.next_payment.amount) })}</button>`}
    <div role="status">
      ${pending && html`<p class="notice">${t("payment_pending")}</p>`}
      ${awaiting && !pending && html`<p class="notice good">${t("payment_posted")}</p>`}
    </div>
    <${Alert} text=${trouble} />
  `;
}
