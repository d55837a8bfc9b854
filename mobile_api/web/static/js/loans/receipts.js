// Where the money of each payment went, the newest first.
import { html } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { formatMoment } from "../shared/dates.js";
import { formatMoney } from "../shared/money.js";
import { Facts } from "../shared/widgets.js";

/** @param {{receipts: object[]}} props oldest first, as they come */
export const Receipts = ({ receipts }) => html`
  <h2>${t("receipts")}</h2>
  ${receipts.toReversed().map((receipt) => html`
    <details key=${receipt.id}>
      <summary>${t(`receipt_${receipt.kind}`)} · ${formatMoney(receipt.amount)} · ${formatMoment(receipt.posted_at)}</summary>
      <${Facts} rows=${rows(receipt)} />
    </details>`)}
`;

function rows({ kind, shares, surplus, claim, principal }) {
  // What paid back a claim is a part of the surplus; the rest is the borrower's.
  const theirs = { ...surplus, minor: surplus.minor - claim.minor };
  if (!shares.length && !surplus.minor) return [[t(kind === "payout" ? "loan_principal" : "principal"), formatMoney(principal)]];
  return [
    ...shares.map(({ number, part, amount }) => [t("receipt_share", { n: number, part: t(part) }), formatMoney(amount)]),
    ...(claim.minor ? [[t("receipt_claim"), formatMoney(claim)]] : []),
    ...(theirs.minor ? [[t("receipt_surplus"), formatMoney(theirs)]] : []),
  ];
}
