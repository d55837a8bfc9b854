// A hardship plan that staff proposed: what it changes, and the borrower's consent to exactly that.
import { html, useEffect, useState } from "../shared/html.js";
import { local, sayProblem, t } from "../i18n/index.js";
import { Card } from "../cards/card.js";
import { ScheduleTable } from "../cards/schedule.js";
import { formatMoment } from "../shared/dates.js";
import { formatMoney } from "../shared/money.js";
import { call, session } from "../shared/session.js";
import { Alert, Facts } from "../shared/widgets.js";

/** The newest plan that waits for the borrower today, if one does. @param {{id: string}} props of the loan */
export function WaitingPlan({ id }) {
  const [plan, setPlan] = useState(null);
  const [trouble, setTrouble] = useState(null);
  const path = `/loans/${encodeURIComponent(id)}/proposals`;

  async function carefully(work) {
    try {
      await work();
      setTrouble(null);
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
  }
  const load = async () => setPlan((await call("GET", `${path}/waiting`))[0] ?? null);
  useEffect(() => void carefully(load), [id]);

  const agree = () =>
    carefully(async () => {
      const json = { text_version: plan.consent.text_version };
      try {
        await call("POST", `${path}/${plan.proposal_hash}/consent`, { json });
      } finally {
        // Also when the loan has moved on: what is shown next is what can be agreed to now.
        await load();
      }
    });

  if (!plan) return html`<${Alert} text=${trouble} />`;
  return html`
    <${Card} heading=${t("plan")} icon="loan" note=${t("plan_lead")}>
      <${Figures} plan=${plan} />
      <p>${local(plan.consent.text)}</p>
      ${plan.consent.given_at
        ? html`<p class="notice good" role="status">${t("plan_agreed", { time: formatMoment(plan.consent.given_at) })}</p>`
        : html`<button type="button" onClick=${agree}>${t("plan_agree")}</button>`}
      <${Alert} text=${trouble} />
    </${Card}>
  `;
}

const Figures = ({ plan: { interest_difference: more, instalments } }) => html`
  <${Facts} rows=${[
    [t("plan_instalments"), String(instalments.filter(({ status }) => status !== "paid").length)],
    [t("plan_interest"), formatMoney(more)],
  ]} />
  <details>
    <summary>${t("show_schedule", { n: instalments.length })}</summary>
    <${ScheduleTable} instalments=${instalments} />
  </details>
`;

/** In the conversation. Staff see the plan at the desk. */
export const PlanCard = ({ block }) => (session.value?.phone ? html`<${WaitingPlan} id=${block.loan_id} />` : null);
