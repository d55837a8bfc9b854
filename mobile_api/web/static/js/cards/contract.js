// The contract: read text and costs, then accept exactly what was shown with a one-time code.
import { html, useEffect, useState } from "../shared/html.js";
import { local, sayProblem, t } from "../i18n/index.js";
import { formatPercent } from "../shared/decimal.js";
import { formatMoney } from "../shared/money.js";
import { call, sendMyCode } from "../shared/session.js";
import { Alert, Dialog, Facts } from "../shared/widgets.js";
import { CodeStep } from "../signin/code_step.js";
import { Card } from "./card.js";

export function ContractCard({ block }) {
  const [open, setOpen] = useState(false);
  const [loan, setLoan] = useState(null);
  return html`
    <${Card} heading=${t("contract")} icon="shield" note=${t("contract_lead")}>
      ${loan
        ? html`<p class="notice good" role="status">${t("accepted")}</p>
            <a class="link-button" href="#loans">${t("view_loan")}</a>`
        : html`<button type="button" onClick=${() => setOpen(true)}>${t("read_contract")}</button>`}
      ${open && html`
        <${ContractDialog} id=${block.application_id} onClose=${() => setOpen(false)} onAccepted=${setLoan} />`}
    </${Card}>
  `;
}

const FIRST = { identity_needed: "identity", card_needed: "card" };

function ContractDialog({ id, onClose, onAccepted }) {
  const [contract, setContract] = useState(null);
  const [trouble, setTrouble] = useState(null);
  // What is to be done before a contract can be read: tell who one is, or bind a card.
  const [first, setFirst] = useState(null);

  async function load() {
    try {
      setContract(await call("GET", `/applications/${id}/contract`));
      setFirst(null);
    } catch (problem) {
      setTrouble(sayProblem(problem));
      setFirst(FIRST[problem.code] ?? null);
    }
  }
  useEffect(() => void load(), [id]);

  async function accept(code) {
    const { contract_hash, cost_sheet_hash } = contract;
    try {
      onAccepted(await call("POST", `/applications/${id}/accept`, { json: { contract_hash, cost_sheet_hash, code } }));
      onClose();
    } catch (problem) {
      setTrouble(sayProblem(problem));
      // The terms have moved on: show the new ones, never accept unread ones.
      if (problem.status === 409) await load();
    }
  }

  return html`
    <${Dialog} heading=${t("contract")} onClose=${onClose}>
      ${contract ? html`<${Reading} contract=${contract} />` : !trouble && html`<p role="status">${t("loading")}</p>`}
      <${Alert} text=${trouble} />
      ${first && html`<a class="link-button" href=${`#me/${first}`}>${t(`me_${first}`)}</a>`}
      ${contract && html`
        <section class="accept">
          <h3>${t("accept_heading")}</h3>
          <p>${t("accept_lead")}</p>
          <${CodeStep} key=${contract.contract_hash} ask=${(by) => sendMyCode("contract", contract.contract_hash, by)}
            action=${t("accept")} onCode=${accept} onTrouble=${setTrouble} />
        </section>`}
    </${Dialog}>
  `;
}

const Reading = ({ contract: { text, cost_sheet: costs } }) => html`
  <h3>${t("cost_sheet")}</h3>
  <div class="table-box" tabindex="0" role="region" aria-label=${t("cost_sheet")}>
    <table>
      <thead>
        <tr>
          <th scope="col">${t("cost_item")}</th>
          <th scope="col" class="number">${t("cost_amount")}</th>
          <th scope="col">${t("cost_receiver")}</th>
        </tr>
      </thead>
      <tbody>
        ${costs.lines.map((line) => html`
          <tr key=${line.name.en}>
            <th scope="row">${local(line.name)}</th>
            <td class="number">${formatMoney(line.amount)}</td>
            <td>${local(line.receiver)}</td>
          </tr>`)}
      </tbody>
    </table>
  </div>
  <${Facts} rows=${[
    [t("total_cost"), html`<strong>${formatMoney(costs.total_cost)}</strong>`],
    [t("apr_simple"), html`<strong>${formatPercent(costs.apr_simple_percent)}</strong>`],
    [t("apr_compound"), formatPercent(costs.apr_compound_percent)],
  ]} />
  ${costs.late_cost && html`<p class="hint">${local(costs.late_cost)}</p>`}
  <p class="hint">${local(costs.statement)}</p>
  <h3>${t("contract_text")}</h3>
  <div class="contract-text" tabindex="0" role="region" aria-label=${t("contract_text")}>${local(text)}</div>
`;
