// What a reviewer decides on: the answers, the score with its reasons, what can be afforded, papers, and what was done.
import { html, useState } from "../../shared/html.js";
import { local, t, word } from "../../i18n/index.js";
import { answerRows } from "../../cards/application.js";
import { formatMoment } from "../../shared/dates.js";
import { formatPercent } from "../../shared/decimal.js";
import { formatMoney } from "../../shared/money.js";
import { Facts } from "../../shared/widgets.js";
import { choose as chooseConversation, me } from "../store.js";
import { ActDialog } from "./acts.js";
import { Papers } from "./papers.js";
import { colleagues } from "./store.js";

const ACTS = ["request-document", "approve", "counter", "decline"];
const SECOND_ACTS = ["confirm", "return", "decline"];
const FIRST_CHOICES = ["approve", "confirm"];

export function Evidence({ evidence }) {
  const [open, setOpen] = useState(null);
  const { review, application, conversation_id: conversation, proposed } = evidence;
  const isMine = proposed?.proposed_by === me.value?.id;
  const acts = proposed ? SECOND_ACTS.filter((act) => act !== "confirm" || !isMine) : ACTS;
  return html`
    <section class="desk-conversation evidence" aria-label=${t("review_evidence")}>
      <header class="desk-header">
        <div>
          <h2>${t(`review_cause_${review.cause}`)}</h2>
          <p class="hint">${t("review_due", { time: formatMoment(review.due_at) })}</p>
        </div>
        <div class="row-actions">
          ${acts.map((act) => html`
            <button key=${act} type="button" class=${FIRST_CHOICES.includes(act) ? "" : "quiet"} onClick=${() => setOpen(act)}>
              ${t(`act_${act.replace("-", "_")}`)}
            </button>`)}
        </div>
      </header>
      <div class="evidence-body" tabindex="0">
        ${evidence.evidence.length > 0 && html`<${WhyAPerson} found=${evidence.evidence} />`}
        ${proposed && html`<${Proposed} offer=${proposed} isMine=${isMine} />`}
        <section><h3>${t("review_application")}</h3><${Facts} rows=${answerRows(application)} /></section>
        <${Score} evidence=${evidence} />
        <${Papers} documents=${evidence.documents} />
        ${conversation && html`
          <p><a href="#" onClick=${() => chooseConversation(conversation)}>${t("review_conversation")}</a></p>`}
        <${History} acts=${evidence.acts} />
      </div>
      ${open && html`<${ActDialog} act=${open} evidence=${evidence} onClose=${() => setOpen(null)} />`}
    </section>
  `;
}

// Of suspicion, never for the borrower's eyes.
const WhyAPerson = ({ found }) => html`
  <section>
    <h3>${t("review_flags")}</h3>
    <p class="hint">${t("review_flags_internal")}</p>
    <ul class="reasons">
      ${found.map((one, n) => html`
        <li key=${n}>${word("flag", one.flag)}
          ${[one.said, one.against].filter(Boolean).map((fact) => html`
            <br /><span class="hint">${word("fact_source", fact.source)} · ${word("fact", fact.name)}: ${factValue(fact)}
              ${fact.at && ` · ${formatMoment(fact.at)}`}</span>`)}
        </li>`)}
    </ul>
  </section>
`;

/** What is a place has its name in both languages; the rest is a code with words, a number or an id. */
const factValue = ({ name, value }) => (typeof value === "string" ? word(name, value) : local(value));

const Proposed = ({ offer, isMine }) => html`
  <section>
    <h3>${t("proposed_offer")}</h3>
    <p class="notice warning"><span>${isMine
      ? t("proposed_by_me")
      : t("proposed_by", { name: colleagues.value[offer.proposed_by] ?? offer.proposed_by })}</span></p>
    <${Facts} rows=${[
      [t("money_amount"), formatMoney(offer.amount)],
      [t("term"), t("months", { n: offer.term_months })],
      [t("grade"), offer.grade ? word("grade", offer.grade) : t("none")],
      [t("rate"), formatPercent(offer.rate_percent)],
      [t("heaviest_instalment"), formatMoney(offer.affordability.instalment)],
      [t("affordable_instalment"), formatMoney(offer.affordability.affordable)],
      ...Object.entries(offer.verified).filter(([, value]) => value).map(([name, value]) => [t(`field_${name}`), formatMoney(value)]),
    ]} />
    ${offer.note && html`<p>${offer.note}</p>`}
  </section>
`;

function Score({ evidence: { application, probability, affordability } }) {
  const { grade, reasons, model_version: model } = application.decision;
  const rows = [
    [t("grade"), grade ? word("grade", grade) : t("none")],
    [t("bad_chance"), probability === null ? t("none") : `${(probability * 100).toFixed(1)}%`],
    [t("heaviest_instalment"), formatMoney(affordability.instalment)],
    [t("affordable_instalment"), formatMoney(affordability.affordable)],
    [t("model_version"), model],
  ];
  return html`
    <section>
      <h3>${t("review_score")}</h3>
      <${Facts} rows=${rows} />
      ${reasons.length > 0 && html`
        <h4>${t("reasons")}</h4>
        <ul class="reasons">${reasons.map((one) => html`<li key=${one.code}>${local(one.text)}</li>`)}</ul>`}
    </section>
  `;
}

const History = ({ acts }) => html`
  <section>
    <h3>${t("review_history")}</h3>
    <ol class="history">
      ${acts.map((one) => html`
        <li key=${one.number}>${t(`act_done_${one.kind}`)}
          <span class="hint"> · ${formatMoment(one.at)}${one.staff_id && ` · ${colleagues.value[one.staff_id] ?? one.staff_id}`}</span>
          ${one.note && one.kind !== "document_opened" && html`<br /><span>${one.note}</span>`}
        </li>`)}
    </ol>
  </section>
`;
