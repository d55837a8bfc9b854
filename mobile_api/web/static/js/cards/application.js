// An application read back to the borrower, field by field.
import { html } from "../shared/html.js";
import { t, word } from "../i18n/index.js";
import { formatMoney } from "../shared/money.js";
import { Facts } from "../shared/widgets.js";
import { Card } from "./card.js";

/** How each field is shown, in the order in which they are asked. */
const FIELDS = {
  purpose: (value) => word("purpose", value),
  amount: formatMoney,
  term_months: (n) => t("months", { n }),
  method: (value) => word("method", value),
  monthly_income: formatMoney,
  monthly_expenses: formatMoney,
  employment: (value) => word("employment", value),
  employment_years: (n) => t("years", { n }),
  housing: (value) => word("housing", value),
  assets: formatMoney,
  debt: formatMoney,
  credit_check_consent: (agreed) => t(agreed ? "yes" : "no"),
};

export const ApplicationCard = ({ block: { application } }) => html`
  <${Card} heading=${t("application")} icon="loan" note=${word("application", application.status)}>
    <${Facts} rows=${answerRows(application)} />
  </${Card}>
`;

/** What was answered or skipped, as names and values. */
export function answerRows({ fields, skipped }) {
  const given = ([name]) => fields[name] != null || skipped.includes(name);
  const shown = (name, show) => (fields[name] == null ? t("skipped") : show(fields[name]));
  return Object.entries(FIELDS).filter(given).map(([name, show]) => [t(`field_${name}`), shown(name, show)]);
}
