// A running loan in short.
import { html } from "../shared/html.js";
import { local, t } from "../i18n/index.js";
import { formatDay } from "../shared/dates.js";
import { formatPercent } from "../shared/decimal.js";
import { formatMoney } from "../shared/money.js";
import { Facts } from "../shared/widgets.js";
import { Card } from "./card.js";

/** The figures of a Loan, without a frame. */
export const LoanFigures = ({ loan }) => html`
  <div class="headline">
    <div><span>${t("loan_outstanding")}</span><strong>${formatMoney(loan.outstanding_principal)}</strong></div>
    ${loan.next_payment && html`
      <div><span>${t("next_payment")}</span><strong>${formatMoney(loan.next_payment.amount)}</strong></div>`}
  </div>
  ${loan.next_payment && html`<${NextPayment} next=${loan.next_payment} />`}
  <${Facts} rows=${rows(loan)} />
`;

const NextPayment = ({ next }) => html`
  <p class="next">
    ${t("next_payment_line", { n: next.number, date: formatDay(next.pay_by) })}
    ${next.days_past_due > 0 && html`
      <span class="chip-state overdue">${t("overdue_days", { n: next.days_past_due })}</span>`}
  </p>
`;

function rows(loan) {
  return [
    [t("loan_principal"), formatMoney(loan.principal)],
    [t("rate"), formatPercent(loan.rate_percent)],
    [t("term"), t("months", { n: loan.term_months })],
    [t("method"), t(`method_${loan.method}`)],
    ...(loan.claim.minor ? [[t("claim"), formatMoney(loan.claim)]] : []),
    ...(loan.disbursed_on ? [[t("disbursed_on"), formatDay(loan.disbursed_on)]] : []),
  ];
}

export const LoanCard = ({ block: { loan } }) => html`
  <${Card} heading=${local(loan.product_name)} icon="loan" note=${t(`loan_${loan.status}`)}>
    <${LoanFigures} loan=${loan} />
    <a class="link-button" href=${`#loans/${loan.id}`}>${t("open_loan")}</a>
  </${Card}>
`;
