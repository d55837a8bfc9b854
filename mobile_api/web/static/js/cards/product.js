// A loan product, and why it is shown to this borrower.
import { html } from "../shared/html.js";
import { local, t, word } from "../i18n/index.js";
import { formatPercent } from "../shared/decimal.js";
import { formatMoney } from "../shared/money.js";
import { Facts } from "../shared/widgets.js";
import { Card } from "./card.js";

export const ProductCard = ({ block: { product, why } }) => html`
  <${Card} heading=${local(product.name)} icon="loan" note=${local(product.summary)}>
    ${why && html`<p class="why"><b>${t("product_why")}</b> ${local(why)}</p>`}
    <${Facts} rows=${rows(product)} />
  </${Card}>
`;

function rows(product) {
  const amounts = { from: formatMoney(product.amount_min), to: formatMoney(product.amount_max) };
  const months = { from: product.term_min_months, to: product.term_max_months };
  const rates = { from: formatPercent(product.rate_from_percent), to: formatPercent(product.rate_to_percent) };
  const fee = formatPercent(product.fee_percent);
  return [
    [t("amount_range"), t("range", amounts)],
    [t("term_range"), t("months_range", months)],
    [t("rate_yearly"), rates.from === rates.to ? rates.from : t("range", rates)],
    [t("fee_rate"), fee === "0%" ? t("no_fee") : fee],
    [t("method"), product.methods.map((method) => word("method", method)).join(t("list_comma"))],
  ];
}
