// What a reviewer can do, each in a dialog of its own.
import { html, useState } from "../../shared/html.js";
import { local, t, word } from "../../i18n/index.js";
import { decimal, minorUnits } from "../../shared/decimal.js";
import { formatMoney } from "../../shared/money.js";
import { Alert, Choice, Dialog, Field } from "../../shared/widgets.js";
import { DOCUMENT_KINDS } from "../../shared/contract.js";
import { act as carryOut } from "./store.js";

const MOST_REASONS = 4;
const VERIFIED = ["monthly_income", "monthly_expenses", "debt"];
const PROVEN_ALWAYS = "monthly_income";
const PERCENT = { inputmode: "decimal", pattern: "[0-9]+(\\.[0-9]{1,4})?" };
const YUAN = { inputmode: "decimal", pattern: "[0-9]+(\\.[0-9]{1,2})?" };

const FORMS = {
  "request-document": Request,
  approve: Approve,
  counter: Counter,
  decline: Decline,
  confirm: lead("confirm"),
  return: lead("return"),
};

/** What the form of each act says, as the gateway wants it. */
const BODIES = {
  "request-document": (fields) => ({ kind: fields.get("kind"), message: fields.get("message") }),
  approve: (fields) => ({ verified: verified(fields), ...price(fields) }),
  counter: (fields) => ({
    amount: yuan(fields.get("amount")),
    term_months: Number(fields.get("term_months")),
    verified: verified(fields),
    ...price(fields),
  }),
  confirm: () => ({}),
  return: () => ({}),
  decline: (fields) => ({ reasons: fields.getAll("reasons") }),
};

/** @param {{act: keyof typeof FORMS, evidence: object, onClose: () => void}} props */
export function ActDialog({ act, evidence, onClose }) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(null);
  const name = act.replace("-", "_");

  async function submit(event) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const chosen = fields.getAll("reasons").length;
    if (act === "decline" && (chosen < 1 || chosen > MOST_REASONS)) return setTrouble(t("decline_reasons_hint"));
    setBusy(true);
    const wrong = await carryOut(act, { ...BODIES[act](fields), note: fields.get("note") });
    setBusy(false);
    setTrouble(wrong);
    if (!wrong) onClose();
  }

  return html`
    <${Dialog} heading=${t(`act_${name}`)} onClose=${onClose}>
      <form onSubmit=${submit}>
        <${FORMS[act]} evidence=${evidence} />
        <${Text} name="note" label=${t("review_note")} limit="1000" />
        <${Alert} text=${trouble} />
        <button type="submit" class="wide" disabled=${busy}>${t(`act_confirm_${name}`)}</button>
      </form>
    </${Dialog}>
  `;
}

function Request() {
  return html`
    <${Choice} id="act-kind" name="kind" label=${t("paper_kind")} value="income_proof"
      options=${DOCUMENT_KINDS.map((one) => [one, t(`paper_${one}`)])} />
    <${Text} name="message" label=${t("review_message")} limit="500" />
  `;
}

function Approve({ evidence }) {
  return html`<p class="hint">${t("act_lead_approve")}</p><${Price} ...${evidence} /><${Verified} />`;
}

function Counter({ evidence }) {
  const { fields } = evidence.application;
  return html`
    <${Field} id="act-amount" name="amount" label=${t("counter_amount")} required
      value=${decimal(fields.amount.minor, 2)} ...${YUAN} />
    <${Field} id="act-term" name="term_months" label=${t("counter_term")} type="number" min="1" max="360" required
      value=${fields.term_months} />
    <${Price} ...${evidence} />
    <${Verified} />
  `;
}

/** An act that asks for nothing but a note. */
function lead(act) {
  return () => html`<p class="hint">${t(`act_lead_${act}`)}</p>`;
}

/** A grade of the product, and a rate in its band; left as they are, the model's grade and its rate hold. */
function Price({ application: { decision }, bands, second_person_above: bound }) {
  const [grade, setGrade] = useState("");
  const band = bands.find((one) => one.grade === (grade || decision.grade));
  const asGraded = ["", t("grade_kept", { grade: decision.grade ? word("grade", decision.grade) : t("none") })];
  return html`
    <${Choice} id="act-grade" name="grade" label=${t("grade")} value=${grade}
      options=${[asGraded, ...bands.map((one) => [one.grade, word("grade", one.grade)])]}
      onChange=${(event) => setGrade(event.currentTarget.value)} />
    <${Field} id="act-rate" name="rate_percent" label=${t("chosen_rate")} ...${PERCENT}
      hint=${band && t("rate_band", { rate: band.rate_percent, from: band.rate_min_percent, to: band.rate_max_percent })} />
    <p class="hint">${t("second_person_hint", { amount: formatMoney(bound) })}</p>
  `;
}

function Decline({ evidence: { decline_reasons: reasons } }) {
  return html`
    <fieldset class="choices">
      <legend>${t("decline_reasons")}</legend>
      <p class="hint">${t("decline_reasons_hint")}</p>
      ${reasons.map((one) => html`
        <label key=${one.code} class="tick"><input type="checkbox" name="reasons" value=${one.code} />
          <span>${local(one.text)}</span></label>`)}
    </fieldset>
  `;
}

const Verified = () => html`
  <fieldset class="choices">
    <legend>${t("verified")}</legend>
    <p class="hint">${t("verified_hint")}</p>
    ${VERIFIED.map((name) => html`
      <${Field} key=${name} id=${`act-${name}`} name=${name} label=${t("in_yuan", { what: t(`field_${name}`) })}
        required=${name === PROVEN_ALWAYS} ...${YUAN} />`)}
  </fieldset>
`;

const Text = ({ name, label, limit }) => html`
  <div class="form-field">
    <label for=${`act-${name}`}>${label}</label>
    <textarea id=${`act-${name}`} name=${name} rows="2" maxlength=${limit}></textarea>
  </div>
`;

function verified(fields) {
  const given = VERIFIED.filter((name) => fields.get(name));
  return Object.fromEntries(given.map((name) => [name, yuan(fields.get(name))]));
}

const price = (fields) =>
  Object.fromEntries(["grade", "rate_percent"].filter((name) => fields.get(name)).map((name) => [name, fields.get(name)]));

const yuan = (text) => ({ minor: minorUnits(text), currency: "CNY" });
