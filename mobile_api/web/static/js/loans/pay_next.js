// Pay what is due next. A payment is pending until the provider's word comes; then the loan is read again.
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { local, sayProblem, t } from "../i18n/index.js";
import { formatMoney } from "../shared/money.js";
import { call } from "../shared/session.js";
import { Alert } from "../shared/widgets.js";

const ASK_EVERY_MS = 2000;
// Nobody knows yet how these end.
const OPEN = ["pending", "unknown"];

/** @param {{loan: object, onPosted: () => Promise<void>}} props `onPosted` reads the loan again */
export function PayNext({ loan, onPosted }) {
  const [payment, setPayment] = useState(null);
  const [trouble, setTrouble] = useState(null);
  // Kept until there is an answer: pressing again after a lost one does not pay twice.
  const key = useRef(crypto.randomUUID());
  const path = `/loans/${encodeURIComponent(loan.id)}/payments`;
  const pending = OPEN.includes(payment?.status);

  async function carefully(work) {
    try {
      await work();
      setTrouble(null);
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
  }

  const pay = () =>
    carefully(async () => {
      const options = { json: { amount: loan.next_payment.amount }, headers: { "Idempotency-Key": key.current } };
      setPayment(await call("POST", path, options));
      key.current = crypto.randomUUID();
    });

  const ask = () =>
    carefully(async () => {
      const found = (await call("GET", path)).find(({ id }) => id === payment.id);
      if (!found || OPEN.includes(found.status)) return;
      await onPosted();
      setPayment(found);
    });

  useEffect(() => {
    if (!pending) return undefined;
    const clock = setInterval(ask, ASK_EVERY_MS);
    return () => clearInterval(clock);
  }, [pending]);

  return html`
    ${loan.next_payment && !pending && html`
      <button type="button" onClick=${pay}>${t("pay_now", { amount: formatMoney(loan.next_payment.amount) })}</button>`}
    <div role="status">${payment && html`<${Outcome} payment=${payment} />`}</div>
    <${Alert} text=${trouble} />
  `;
}

const Outcome = ({ payment: { status, failure_text: why } }) => {
  if (OPEN.includes(status)) return html`<p class="notice">${t("payment_pending")}</p>`;
  if (status === "failed") return html`<p class="notice error">${t("payment_failed")} ${why && local(why)}</p>`;
  return html`<p class="notice good">${t("payment_posted")}</p>`;
};
