// The borrower's bank card: which one money goes to, and the form that binds one.
import { html, useState } from "../shared/html.js";
import { askWhatIsMissed, ConsentBoxes, giveTicked } from "../consents/boxes.js";
import { local, sayProblem, t } from "../i18n/index.js";
import { Loaded } from "../shared/loaded.js";
import { call } from "../shared/session.js";
import { Alert, Field } from "../shared/widgets.js";
import { useBinding } from "./bind_card.js";

export const CardView = () => html`
  <div class="screen">
    <p><a href="#me">${t("nav_me")}</a></p>
    <h1>${t("me_card")}</h1>
    <p>${t("me_card_lead")}</p>
    <${Loaded} load=${() => call("GET", "/me/cards")} show=${(cards, refresh) => html`
      <section class="card"><${CardFacts} cards=${cards} /></section>
      <section class="card"><${CardForm} onDone=${refresh} /></section>
      <p><a class="link-button" href="#chat">${t("back_to_chat")}</a></p>`} />
  </div>
`;

/** @param {{cards: object[]}} props the current one first */
export function CardFacts({ cards }) {
  const card = cards.find(({ current }) => current);
  if (!card) return html`<p>${t("cards_none")}</p>`;
  return html`
    <p><b>${local(card.bank)} ···· ${card.last4}</b></p>
    <p class="hint">${t(card.provisional ? "card_provisional" : "card_current")}</p>
  `;
}

function CardForm({ onDone }) {
  const [busy, setBusy] = useState(false);
  const [bound, setBound] = useState(false);
  const [trouble, setTrouble] = useState(null);
  // The card leads on: without an identity there is no name to bind it in.
  const [needsIdentity, setNeedsIdentity] = useState(false);
  const [bind, codeStep] = useBinding();

  async function submit(event) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    setBusy(true);
    setBound(false);
    setTrouble(null);
    try {
      await giveTicked(fields);
      await bind({ number: fields.get("number"), holder_name: fields.get("holder_name") });
      form.reset();
      setBound(true);
      await onDone();
    } catch (problem) {
      askWhatIsMissed(problem);
      setTrouble(sayProblem(problem));
      setNeedsIdentity(problem.code === "identity_needed");
    }
    setBusy(false);
  }

  return html`
    <form onSubmit=${submit} autocomplete="off">
      <${Field} id="card-holder" name="holder_name" label=${t("card_holder")} required maxlength="100" />
      <${Field} id="card-number" name="number" label=${t("card_number")} hint=${t("card_number_hint")} required
        inputmode="numeric" maxlength="40" />
      <${ConsentBoxes} purposes=${["card_check"]} />
      <button type="submit" disabled=${busy}>${t(busy ? "card_binding" : "card_bind")}</button>
      <div role="status">${bound && html`<p class="notice good">${t("card_bound")}</p>`}</div>
      <${Alert} text=${trouble} />
      ${needsIdentity && html`<a class="link-button" href="#me/identity">${t("me_identity")}</a>`}
    </form>
    ${codeStep}
  `;
}
