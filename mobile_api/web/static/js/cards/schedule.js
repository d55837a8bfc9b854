// A payment schedule as a table; on a narrow screen it scrolls sideways within its card.
import { html } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { formatDay } from "../shared/dates.js";
import { formatMoney } from "../shared/money.js";
import { Card } from "./card.js";

// What is to be paid comes first: on a phone the rest lies to the right.
const AMOUNTS = ["payment", "principal", "interest", "fee", "balance"];

/** @param {{instalments: object[]}} props each with `status` when it belongs to a loan */
export function ScheduleTable({ instalments }) {
  const ofLoan = instalments.some((instalment) => instalment.status);
  return html`
    <div class="table-box" tabindex="0" role="region" aria-label=${t("schedule")}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t("instalment")}</th>
            <th scope="col">${t("due_date")}</th>
            ${ofLoan && html`<th scope="col">${t("status")}</th>`}
            ${AMOUNTS.map((name) => html`<th scope="col" class="number" key=${name}>${t(name)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${instalments.map((instalment) => html`<${Row} key=${instalment.number} instalment=${instalment} />`)}
        </tbody>
      </table>
    </div>
  `;
}

const Row = ({ instalment }) => html`
  <tr>
    <th scope="row">${instalment.number}</th>
    <td>${formatDay(instalment.due_date)}</td>
    ${instalment.status && html`<td><${State} status=${instalment.status} /></td>`}
    ${AMOUNTS.map((name) => html`<td class="number" key=${name}>${formatMoney(instalment[name])}</td>`)}
  </tr>
`;

const State = ({ status }) => html`<span class=${`chip-state ${status}`}>${t(`instalment_${status}`)}</span>`;

export const ScheduleCard = ({ block }) => html`
  <${Card} heading=${t("schedule")} icon="clock">
    <${ScheduleTable} instalments=${block.schedule.instalments} />
  </${Card}>
`;
