// The borrower's sign-in: phone, then code.
import { html, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { WhatIsAgreedTo } from "../consents/door.js";
import { farewell } from "../numbers/farewell.js";
import { Icon } from "../shared/icons.js";
import { sendCode, signInByCode } from "../shared/session.js";
import { Alert, Field } from "../shared/widgets.js";
import { CodeStep } from "./code_step.js";
import { VoiceSignIn } from "./voice_view.js";

const Promises = () => html`
  <ul class="promises">
    <li><${Icon} name="shield" /><span>${t("promise_cost")}</span></li>
    <li><${Icon} name="person" /><span>${t("promise_person")}</span></li>
    <li><${Icon} name="chat" /><span>${t("promise_machine")}</span></li>
  </ul>
`;

export function SignInView() {
  const [phone, setPhone] = useState(null);
  const [trouble, setTrouble] = useState(null);
  return html`
    <div class="sign-in">
      <h1>${t("sign_in_heading")}</h1>
      <div role="status">${farewell.value && html`<p class="notice good">${t(farewell.value)}</p>`}</div>
      <p class="lead">${t("sign_in_lead")}</p>
      ${!phone && html`<${VoiceSignIn} onTrouble=${setTrouble} />`}
      ${phone
        ? html`
          <${CodeStep} phone=${phone} sent action=${t("sign_in")} onTrouble=${setTrouble}
            onCode=${(code) => signInByCode(phone, code)} />
          <button type="button" class="quiet" onClick=${() => setPhone(null)}>${t("change_phone")}</button>`
        : html`<${PhoneForm} onSent=${setPhone} onTrouble=${setTrouble} />`}
      <${Alert} text=${trouble} />
      <${WhatIsAgreedTo} />
      <${Promises} />
      <p><a href="#about">${t("about_link")}</a></p>
    </div>
  `;
}

function PhoneForm({ onSent, onTrouble }) {
  const [phone, setPhone] = useState("");
  const [busy, setBusy] = useState(false);
  async function submit(event) {
    event.preventDefault();
    // Whichever button was pressed; Enter presses the first.
    const by = event.submitter?.value || "sms";
    setBusy(true);
    onTrouble(null);
    try {
      const plain = phone.replace(/[\s-]/g, "");
      await sendCode(plain, by);
      onSent(plain);
    } catch (problem) {
      onTrouble(sayProblem(problem));
      setBusy(false);
    }
  }
  return html`
    <form onSubmit=${submit}>
      <${Field} id="phone" label=${t("phone")} hint=${t("phone_hint")} type="tel" autocomplete="tel" required
        value=${phone} onInput=${(event) => setPhone(event.currentTarget.value)} />
      <button type="submit" class="wide" value="sms" disabled=${busy}>${t("get_code")}</button>
      <button type="submit" class="wide quiet" value="call" disabled=${busy}>
        <${Icon} name="phone" /><span>${t("call_me")}</span>
      </button>
    </form>
  `;
}
