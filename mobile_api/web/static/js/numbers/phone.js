// The phone number of the account, and another one for it.
import { html, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { formatMoment } from "../shared/dates.js";
import { Loaded } from "../shared/loaded.js";
import { amend, call } from "../shared/session.js";
import { Alert, Field } from "../shared/widgets.js";
import { CodeStep } from "../signin/code_step.js";
import { isEnough, ToldFields, toldIn } from "./told.js";

export const PhoneView = () => html`
  <div class="screen">
    <p><a href="#me">${t("nav_me")}</a></p>
    <h1>${t("phone_change")}</h1>
    <p>${t("phone_change_lead")}</p>
    <${Loaded} load=${() => call("GET", "/me")} show=${({ phone }, refresh) => html`
      <section class="card"><${PhoneFacts} phone=${phone} /></section>
      <section class="card"><${PhoneForm} onDone=${refresh} /></section>`} />
  </div>
`;

/** @param {{phone: string}} props masked; empty where somebody else has the number by now */
export const PhoneFacts = ({ phone }) =>
  phone ? html`<p><b>${phone}</b></p>` : html`<p class="notice warning">${t("phone_given_up")}</p>`;

function PhoneForm({ onDone }) {
  // The new number and what was told with it, once a code is on its way.
  const [wanted, setWanted] = useState(null);
  const [done, setDone] = useState(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(null);

  const ask = (phone, by) => call("POST", "/me/phone/code", { json: { phone, by } });

  async function submit(event) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const told = toldIn(fields);
    if (!isEnough(told)) return setTrouble(t("told_two"));
    setBusy(true);
    setTrouble(null);
    setDone(null);
    try {
      const phone = fields.get("phone");
      await ask(phone, "sms");
      setWanted({ phone, told });
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
    setBusy(false);
  }

  async function change(code) {
    const { phone, told } = wanted;
    const answer = await call("POST", "/me/phone", { json: { ...told, phone, code } });
    amend({ phone });
    setWanted(null);
    setDone(answer);
    await onDone();
  }

  return html`
    <div role="status">
      ${done && html`<p class="notice good">${done.cards_held_until
        ? t("phone_changed", { phone: done.phone, until: formatMoment(done.cards_held_until) })
        : t("phone_is_already", { phone: done.phone })}</p>`}
    </div>
    ${wanted
      ? html`
        <${CodeStep} phone=${wanted.phone} sent ask=${(by) => ask(wanted.phone, by)} action=${t("phone_change")} onCode=${change}
          onTrouble=${setTrouble} />
        <button type="button" class="quiet" onClick=${() => setWanted(null)}>${t("phone_change_back")}</button>`
      : html`
        <form onSubmit=${submit} autocomplete="off">
          <${Field} id="new-phone" name="phone" label=${t("phone_new")} hint=${t("phone_hint")} type="tel" required />
          <${ToldFields} />
          <button type="submit" disabled=${busy}>${t("get_code")}</button>
        </form>`}
    <${Alert} text=${trouble} />
  `;
}
