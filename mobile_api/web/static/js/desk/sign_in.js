// Staff sign in with a password and a one-time password from their authenticator.
import { html, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { signInStaff } from "../shared/session.js";
import { Alert, Field } from "../shared/widgets.js";

export function StaffSignIn() {
  const [trouble, setTrouble] = useState(null);
  const [busy, setBusy] = useState(false);

  async function submit(event) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setTrouble(null);
    try {
      await signInStaff(fields.get("username"), fields.get("password"), fields.get("totp").replace(/\s/g, ""));
    } catch (problem) {
      setTrouble(sayProblem(problem));
      setBusy(false);
    }
  }

  return html`
    <div class="sign-in">
      <h1>${t("desk_sign_in")}</h1>
      <p class="lead">${t("desk_heading")}</p>
      <form onSubmit=${submit}>
        <${Field} id="username" name="username" label=${t("username")} autocomplete="username" required />
        <${Field} id="password" name="password" label=${t("password")} type="password"
          autocomplete="current-password" required />
        <${Field} id="totp" name="totp" label=${t("totp")} hint=${t("totp_hint")} inputmode="numeric"
          autocomplete="one-time-code" required />
        <button type="submit" class="wide" disabled=${busy}>${t("sign_in")}</button>
      </form>
      <${Alert} text=${trouble} />
    </div>
  `;
}
