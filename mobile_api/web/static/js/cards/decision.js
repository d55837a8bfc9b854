// A decision: the outcome in plain words, why, and what is offered.
import { html } from "../shared/html.js";
import { local, t, word } from "../i18n/index.js";
import { formatMoment } from "../shared/dates.js";
import { Card } from "./card.js";
import { QuoteFigures } from "./quote.js";

const TONE = { approve: "good", counter: "good", refer: "plain", decline: "bad" };
const ICON = { approve: "check", counter: "swap", refer: "person", decline: "close" };

export function DecisionCard({ block: { application } }) {
  const { decision } = application;
  if (!decision) return null;
  const { outcome, grade, reasons, offer } = decision;
  return html`
    <${Card} heading=${t(`decision_${outcome}`)} note=${t(`decision_lead_${outcome}`)}
      icon=${ICON[outcome]} tone=${TONE[outcome]}>
      ${grade && html`<p class="grade"><span>${t("grade")}</span> <b>${word("grade", grade)}</b></p>`}
      ${reasons.length > 0 && html`<${Reasons} reasons=${reasons} />`}
      ${offer && html`
        <${QuoteFigures} quote=${offer.quote} />
        <p class="hint">${t("offer_until", { time: formatMoment(offer.expires_at) })}</p>`}
    </${Card}>
  `;
}

const Reasons = ({ reasons }) => html`
  <h3>${t("reasons")}</h3>
  <ul class="reasons">
    ${reasons.map(({ code, text, improve }) => html`
      <li key=${code}>${local(text)}<p class="hint">${t("improve", { text: local(improve) })}</p></li>`)}
  </ul>
`;
