// The borrower's identity: what is known of it, masked, and the form that verifies it.
import { html, useState } from "../shared/html.js";
import { askWhatIsMissed, ConsentBoxes, giveTicked } from "../consents/boxes.js";
import { sayProblem, t } from "../i18n/index.js";
import { formatDay } from "../shared/dates.js";
import { Loaded } from "../shared/loaded.js";
import { formatMoney } from "../shared/money.js";
import { call } from "../shared/session.js";
import { Alert, Choice, Facts, Field } from "../shared/widgets.js";
import { useBinding } from "./bind_card.js";

const TYPES = "image/jpeg,image/png,image/webp,application/pdf";
const WAYS = ["face", "video", "card_and_photo"];
// What each way asks others, who are asked only with a consent.
const CONSENTS = { face: ["identity_check", "face"], video: ["identity_check"], card_and_photo: ["identity_check", "card_check"] };

export const IdentityView = () => html`
  <div class="screen">
    <p><a href="#me">${t("nav_me")}</a></p>
    <h1>${t("me_identity")}</h1>
    <p>${t("me_identity_lead")}</p>
    <${Loaded} load=${() => call("GET", "/me/identity")} show=${(identity, refresh) => html`
      <section class="card"><${IdentityFacts} identity=${identity} /></section>
      ${identity.verified
        ? html`<p><a class="link-button" href="#chat">${t("back_to_chat")}</a></p>
            <details class="card">
              <summary>${t(identity.limit ? "identity_prove_again" : "identity_update")}</summary>
              <${IdentityForm} ways=${identity.limit ? identity.next : WAYS} onDone=${refresh} />
            </details>`
        : html`<section class="card"><${IdentityForm} onDone=${refresh} /></section>`}`} />
  </div>
`;

/** @param {{identity: object}} props as the gateway shows it */
export function IdentityFacts({ identity }) {
  const { verified, waits_for: waits, name, id_number: number, proof, limit } = identity;
  const validity = validityOf(identity);
  const rows = [
    name && [t("identity_name"), name],
    number && [t("identity_number"), number],
    validity && [t("identity_valid"), validity],
    verified && proof && [t("identity_proved_by"), t(`proof_${proof}`)],
  ].filter(Boolean);
  return html`
    <p class=${`notice ${verified ? "good" : "warning"}`} role="status">
      ${t(verified ? "identity_verified" : waits ? `identity_waiting_${waits}` : "identity_not_verified")}
    </p>
    ${limit && html`<p>${t("identity_limit", { limit: formatMoney(limit) })}</p>`}
    ${verified && waits && html`<p>${t(`identity_waiting_${waits}`)}</p>`}
    ${rows.length > 0 && html`<${Facts} rows=${rows} />`}
  `;
}

/** From when until when the card holds; null where it was not told. */
export function validityOf({ valid_from: from, valid_until: until, long_term: long }) {
  if (long) return t("identity_long_term");
  return until ? `${from ? formatDay(from) : ""} – ${formatDay(until)}` : null;
}

function IdentityForm({ ways = WAYS, onDone }) {
  const [way, setWay] = useState(ways[0]);
  const [long, setLong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(null);
  const [bind, codeStep] = useBinding();

  async function submit(event) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setTrouble(null);
    try {
      await giveTicked(fields);
      await verify(told(fields), way, fields, bind);
      await onDone();
    } catch (problem) {
      askWhatIsMissed(problem);
      setTrouble(sayProblem(problem));
    }
    setBusy(false);
  }

  return html`
    <form onSubmit=${submit} autocomplete="off">
      <${Field} id="identity-name" name="name" label=${t("identity_name")} required maxlength="100" />
      <${Field} id="identity-number" name="id_number" label=${t("identity_number")} hint=${t("identity_number_hint")}
        required maxlength="40" autocapitalize="characters" spellcheck=${false} />
      <${Field} id="identity-from" name="valid_from" label=${t("identity_valid_from")} type="date" />
      <${Field} id="identity-until" name="valid_until" label=${t("identity_valid_until")} type="date" disabled=${long} />
      <label class="tick">
        <input type="checkbox" name="long_term" checked=${long} onChange=${(event) => setLong(event.currentTarget.checked)} />
        <span>${t("identity_long_term")}</span>
      </label>
      <${Field} id="identity-address" name="address" label=${t("identity_address")} maxlength="200" />
      <${Field} id="identity-occupation" name="occupation" label=${t("identity_occupation")} maxlength="100" />
      <${Choice} id="identity-student" name="student" label=${t("identity_student")} required
        options=${[["", t("identity_choose")], ["no", t("identity_no")], ["yes", t("identity_yes")]]} />
      <${Choice} id="identity-proof" name="proof" label=${t("identity_proof")} value=${way}
        onChange=${(event) => setWay(event.currentTarget.value)}
        options=${ways.map((one) => [one, t(`proof_${one}`)])} />
      ${way === "card_and_photo" && html`
        <${Field} id="identity-card" name="card" label=${t("card_number")} hint=${t("card_number_hint")} required
          inputmode="numeric" maxlength="40" />
        <${Field} id="identity-photo" name="file" label=${t("identity_photo")} hint=${t("paper_file_hint")} required
          type="file" accept=${TYPES} />`}
      <p class="hint">${t("identity_help")}</p>
      <${ConsentBoxes} purposes=${CONSENTS[way]} />
      <button type="submit" disabled=${busy}>${t(busy ? "identity_sending" : "identity_submit")}</button>
      <${Alert} text=${trouble} />
    </form>
    ${codeStep}
  `;
}

/** What the form holds, as the gateway takes it; what was left empty is not told. */
function told(fields) {
  const optional = ["valid_from", "valid_until", "address", "occupation"].filter((name) => fields.get(name));
  return {
    name: fields.get("name"),
    id_number: fields.get("id_number"),
    full_time_student: fields.get("student") === "yes",
    long_term: fields.has("long_term"),
    ...Object.fromEntries(optional.map((name) => [name, fields.get(name)])),
  };
}

/** A card and a photo are sent between the claim and its proof. */
async function verify(identity, proof, fields, bind) {
  if (proof === "card_and_photo") {
    await call("PUT", "/me/identity", { json: identity });
    await bind({ number: fields.get("card"), holder_name: identity.name });
    const form = new FormData();
    form.append("kind", "id_card");
    form.append("file", fields.get("file"));
    await call("PUT", "/me/identity/photo", { form });
  }
  await call("PUT", "/me/identity", { json: { ...identity, proof } });
}
