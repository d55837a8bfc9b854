// The borrower's loans: a list, and one loan with its schedule, what can be paid, and where payments went.
import { html } from "../shared/html.js";
import { local, t } from "../i18n/index.js";
import { LoanFigures } from "../cards/loan.js";
import { ScheduleTable } from "../cards/schedule.js";
import { Loaded } from "../shared/loaded.js";
import { call } from "../shared/session.js";
import { CancelContract } from "./cancel.js";
import { PayNext } from "./pay_next.js";
import { Payoff } from "./payoff.js";
import { WaitingPlan } from "./plan.js";
import { Receipts } from "./receipts.js";

export const LoansView = () => html`
  <div class="screen">
    <h1>${t("nav_loans")}</h1>
    <${Loaded} load=${() => call("GET", "/loans")} show=${(loans) => html`<${LoanList} loans=${loans} />`} />
  </div>
`;

const LoanName = ({ loan }) => html`
  ${local(loan.product_name)} <span class=${`chip-state ${loan.status}`}>${t(`loan_${loan.status}`)}</span>
`;

function LoanList({ loans }) {
  if (!loans.length) {
    return html`
      <div class="empty">
        <p><b>${t("no_loans")}</b></p>
        <p>${t("no_loans_lead")}</p>
        <a class="link-button" href="#chat">${t("go_to_chat")}</a>
      </div>`;
  }
  return html`
    <ul class="loan-list">
      ${loans.map((loan) => html`
        <li key=${loan.id} class="card">
          <h2><${LoanName} loan=${loan} /></h2>
          <${LoanFigures} loan=${loan} />
          <a class="link-button" href=${`#loans/${loan.id}`}>${t("open_loan")}</a>
        </li>`)}
    </ul>
  `;
}

/** @param {{id: string}} props */
export function LoanView({ id }) {
  const path = `/loans/${encodeURIComponent(id)}`;
  const load = async () => {
    const paths = [path, `${path}/schedule`, `${path}/receipts`];
    const [loan, schedule, receipts] = await Promise.all(paths.map((one) => call("GET", one)));
    return { loan, schedule, receipts };
  };
  return html`
    <div class="screen">
      <p><a href="#loans">${t("nav_loans")}</a></p>
      <${Loaded} load=${load} watch=${[id]} show=${({ loan, schedule, receipts }, refresh) => html`
        <h1><${LoanName} loan=${loan} /></h1>
        <section class="card"><${LoanFigures} loan=${loan} /><${PayNext} loan=${loan} onPosted=${refresh} />
          <${CancelContract} loan=${loan} onDone=${refresh} /></section>
        ${loan.status === "active" && html`<${WaitingPlan} id=${id} />`}
        <section class="card">
          <h2>${t("schedule")}</h2>
          <${ScheduleTable} instalments=${schedule.instalments} />
        </section>
        ${loan.disbursed_on && html`
          <section class="card"><${Payoff} loan=${loan} onPosted=${refresh} /></section>
          <section class="card"><${Receipts} receipts=${receipts} /></section>`}`} />
    </div>
  `;
}
