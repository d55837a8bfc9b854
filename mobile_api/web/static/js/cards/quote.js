// What a loan costs: the whole picture before the details.
import { html } from "../shared/html.js";
import { local, t, word } from "../i18n/index.js";
import { formatPercent } from "../shared/decimal.js";
import { add, formatMoney } from "../shared/money.js";
import { Facts } from "../shared/widgets.js";
import { Card } from "./card.js";
import { ScheduleTable } from "./schedule.js";

/** The figures of a Quote, without a frame. */
export function QuoteFigures({ quote }) {
  return html`
    <div class="headline">
      <div><span>${t("money_amount")}</span><strong>${formatMoney(quote.amount)}</strong></div>
      <div><span>${t(paymentName(quote))}</span><strong>${formatMoney(quote.instalments[0].payment)}</strong></div>
    </div>
    <${Facts} rows=${rows(quote)} />
    <details>
      <summary>${t("show_schedule", { n: quote.instalments.length })}</summary>
      <${ScheduleTable} instalments=${quote.instalments} />
    </details>
  `;
}

/** "Each payment" only where the payments are indeed alike; the last one absorbs the rounding. */
function paymentName({ method }) {
  return method === "equal_instalment" ? "each_payment" : "first_payment";
}

function rows(quote) {
  return [
    [t("term"), t("months", { n: quote.term_months })],
    [t("method"), word("method", quote.method)],
    [t("rate"), formatPercent(quote.rate_percent)],
    [t("total_interest"), formatMoney(quote.total_interest)],
    [t("total_fees"), formatMoney(quote.total_fees)],
    [t("total_cost"), formatMoney(quote.total_cost)],
    [t("total_repaid"), formatMoney(add(quote.amount, quote.total_cost))],
    [t("apr_simple"), html`<strong>${formatPercent(quote.apr_simple_percent)}</strong>`],
    [t("apr_compound"), formatPercent(quote.apr_compound_percent)],
    [t("lender"), local(quote.lender)],
  ];
}

export const QuoteCard = ({ block: { quote } }) => html`
  <${Card} heading=${t(quote.indicative ? "quote" : "quote_own")} icon="loan"
    note=${`${local(quote.product_name)}${quote.indicative ? ` · ${t("quote_indicative")}` : ""}`}>
    <${QuoteFigures} quote=${quote} />
  </${Card}>
`;
