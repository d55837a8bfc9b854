// Send a one-time code to the phone, and hand on what the borrower types. Used to sign in and to sign a contract.
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { sendCode, session } from "../shared/session.js";
import { Field } from "../shared/widgets.js";
import { readDevCode } from "./dev_code.js";

/**
 * @param {{phone?: string, ask?: (by: "sms" | "call") => Promise<void>, sent?: boolean, action: string,
 *   onCode: (code: string) => Promise<void>, onTrouble: (words: string | null) => void}} props `ask` sends the code, one to sign
 *   in where it is left out; `sent`: a code is on its way already
 */
export function CodeStep({
  phone = session.value.phone,
  ask = (by) => sendCode(phone, by),
  sent: sentBefore = false,
  action,
  onCode,
  onTrouble,
}) {
  const [sent, setSent] = useState(sentBefore);
  const [busy, setBusy] = useState(false);

  async function carefully(work) {
    setBusy(true);
    onTrouble(null);
    try {
      await work();
    } catch (problem) {
      onTrouble(sayProblem(problem));
    }
    setBusy(false);
  }

  const send = (by) =>
    carefully(async () => {
      await ask(by);
      setSent(true);
    });

  if (!sent) {
    return html`
      <button type="button" disabled=${busy} onClick=${() => send("sms")}>${t("get_code")}</button>
      <button type="button" class="quiet" disabled=${busy} onClick=${() => send("call")}>${t("call_me")}</button>`;
  }
  return html`<${CodeForm} phone=${phone} action=${action} busy=${busy} onSend=${send}
    onCode=${(code) => carefully(() => onCode(code))} />`;
}

function CodeForm({ phone, action, busy, onSend, onCode }) {
  const [code, setCode] = useState("");
  const [devCode, setDevCode] = useState(null);
  const form = useRef(null);
  useEffect(() => {
    form.current.querySelector("input").focus();
    readDevCode(phone).then(setDevCode);
  }, []);
  function submit(event) {
    event.preventDefault();
    onCode(code.trim());
  }
  return html`
    <form class="code-form" ref=${form} onSubmit=${submit}>
      <p role="status">${t("code_sent", { phone })}</p>
      <${Field} id="code" label=${t("code")} hint=${t("code_hint")} inputmode="numeric" autocomplete="one-time-code"
        pattern="[0-9 ]{4,8}" required value=${code} onInput=${(event) => setCode(event.currentTarget.value)} />
      <button type="submit" class="wide" disabled=${busy}>${action}</button>
      <div class="form-links">
        <button type="button" class="quiet" disabled=${busy} onClick=${() => onSend("sms")}>
          ${t("resend_code")}
        </button>
        <button type="button" class="quiet" disabled=${busy} onClick=${() => onSend("call")}>${t("call_me")}</button>
        ${devCode && html`
          <button type="button" class="quiet" onClick=${async () => setCode(await readDevCode(phone))}>
            ${t("dev_read_code")}
          </button>`}
      </div>
    </form>
  `;
}
