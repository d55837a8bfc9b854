// What settles the loan today, to the fen, and what that saves; paid as it was shown.
import { html, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { formatDay } from "../shared/dates.js";
import { add, formatMoney } from "../shared/money.js";
import { call } from "../shared/session.js";
import { Alert, Facts } from "../shared/widgets.js";
import { Outcome, usePayment } from "./payment.js";

const PARTS = ["principal", "interest", "fee", "penalty", "claim"];

/** @param {{loan: object, onPosted: () => Promise<void>}} props `onPosted` reads the loan again */
export function Payoff({ loan, onPosted }) {
  const [quote, setQuote] = useState(null);
  const [refusal, setRefusal] = useState(null);
  const { pay, payment, pending, trouble } = usePayment(loan, onPosted);

  async function ask() {
    try {
      setQuote(await call("POST", `/loans/${encodeURIComponent(loan.id)}/payoff-quote`));
      setRefusal(null);
    } catch (problem) {
      setRefusal(sayProblem(problem));
    }
  }

  const open = (["active", "written_off"].includes(loan.status) || loan.claim.minor > 0) && !pending;
  return html`
    <h2>${t("payoff")}</h2>
    ${open && html`<button type="button" class="quiet" onClick=${ask}>${t("payoff_ask")}</button>`}
    ${open && quote && html`<${Figures} quote=${quote} />
      <button type="button" onClick=${() => pay({ amount: quote.amount, proposal_hash: quote.proposal_hash })}>
        ${t("payoff_pay", { amount: formatMoney(quote.amount) })}
      </button>`}
    <${Outcome} payment=${payment} />
    <${Alert} text=${refusal ?? trouble} />
  `;
}

const Figures = ({ quote }) => html`
  <div class="headline">
    <div><span>${t("payoff_amount")}</span><strong>${formatMoney(quote.amount)}</strong></div>
    <div><span>${t("payoff_saves")}</span><strong>${formatMoney(add(quote.saved_interest, quote.saved_fee))}</strong></div>
  </div>
  <p>${t("payoff_day", { date: formatDay(quote.on) })}</p>
  <${Facts} rows=${PARTS.filter((part) => quote[part].minor).map((part) => [t(part), formatMoney(quote[part])])} />
`;
