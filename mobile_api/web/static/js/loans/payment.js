// One payment of a loan. It is pending until the provider's word comes; then the loan is read again.
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { PAYMENT_ON_ITS_WAY } from "../shared/contract.js";
import { local, sayProblem, t } from "../i18n/index.js";
import { call } from "../shared/session.js";

const ASK_EVERY_MS = 2000;

/**
 * `pay` starts a payment with this body; `payment` is the last one, `trouble` what went wrong.
 * @param {object} loan
 * @param {() => Promise<void>} onPosted reads the loan again
 */
export function usePayment(loan, onPosted) {
  const [payment, setPayment] = useState(null);
  const [trouble, setTrouble] = useState(null);
  // Kept until there is an answer: pressing again after a lost one does not pay twice.
  const key = useRef(crypto.randomUUID());
  const path = `/loans/${encodeURIComponent(loan.id)}/payments`;
  const pending = PAYMENT_ON_ITS_WAY.includes(payment?.status);

  async function carefully(work) {
    try {
      await work();
      setTrouble(null);
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
  }

  const pay = (json) =>
    carefully(async () => {
      setPayment(await call("POST", path, { json, headers: { "Idempotency-Key": key.current } }));
      key.current = crypto.randomUUID();
    });

  const ask = () =>
    carefully(async () => {
      const found = (await call("GET", path)).find(({ id }) => id === payment.id);
      if (!found || PAYMENT_ON_ITS_WAY.includes(found.status)) return;
      await onPosted();
      setPayment(found);
    });

  useEffect(() => {
    if (!pending) return undefined;
    const clock = setInterval(ask, ASK_EVERY_MS);
    return () => clearInterval(clock);
  }, [pending]);

  return { pay, payment, pending, trouble };
}

/** @param {{payment: object | null}} props */
export const Outcome = ({ payment }) => html`<div role="status">${payment && html`<${Said} ...${payment} />`}</div>`;

const Said = ({ status, failure_text: why }) => {
  if (PAYMENT_ON_ITS_WAY.includes(status)) return html`<p class="notice">${t("payment_pending")}</p>`;
  if (status === "failed") return html`<p class="notice error">${t("payment_failed")} ${why && local(why)}</p>`;
  return html`<p class="notice good">${t("payment_posted")}</p>`;
};
