// Pay what is due next.
import { html } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { formatMoney } from "../shared/money.js";
import { Alert } from "../shared/widgets.js";
import { Outcome, usePayment } from "./payment.js";

/** @param {{loan: object, onPosted: () => Promise<void>}} props `onPosted` reads the loan again */
export function PayNext({ loan, onPosted }) {
  const { pay, payment, pending, trouble } = usePayment(loan, onPosted);
  const next = loan.next_payment;
  return html`
    ${next && !pending && html`
      <button type="button" onClick=${() => pay({ amount: next.amount })}>
        ${t("pay_now", { amount: formatMoney(next.amount) })}
      </button>`}
    <${Outcome} payment=${payment} />
    <${Alert} text=${trouble} />
  `;
}
