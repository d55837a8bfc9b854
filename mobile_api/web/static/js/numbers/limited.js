// Signed in with a number at a browser that its account does not know: the borrower shows who they are, or says that the account is not theirs.
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { amend, call } from "../shared/session.js";
import { Alert, Dialog } from "../shared/widgets.js";
import * as Aloud from "../voice/aloud.js";
import { settings } from "../voice/settings.js";
import { willGoOn } from "../voice/store.js";
import { leaveWith } from "./farewell.js";
import { isEnough, ToldFields, toldIn } from "./told.js";

/** @param {{onLeave: () => void}} props */
export function LimitedView({ onLeave }) {
  const heading = useRef(null);
  useEffect(() => {
    heading.current.focus();
    // Who signed in by voice does not look.
    if (willGoOn() && !settings.value.screenReader) Aloud.speak(t("limited_aloud"));
  }, []);
  return html`
    <div class="sign-in">
      <h1 ref=${heading} tabindex="-1">${t("limited_heading")}</h1>
      <p class="lead">${t("limited_lead")}</p>
      <section class="card"><${Match} /></section>
      <section class="card"><${NotMine} /></section>
      <p><a href="#about">${t("limited_help")}</a></p>
      <button type="button" class="wide quiet" onClick=${onLeave}>${t("sign_out")}</button>
    </div>
  `;
}

function Match() {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(null);

  async function submit(event) {
    event.preventDefault();
    const told = toldIn(new FormData(event.currentTarget));
    if (!isEnough(told)) return setTrouble(t("told_two"));
    setBusy(true);
    setTrouble(null);
    try {
      await call("POST", "/me/match", { json: told });
      amend({ limited: false });
    } catch (problem) {
      setTrouble(sayProblem(problem));
      setBusy(false);
    }
  }

  return html`
    <h2>${t("match_heading")}</h2>
    <form onSubmit=${submit} autocomplete="off">
      <${ToldFields} />
      <button type="submit" class="wide" disabled=${busy}>${t("match_submit")}</button>
      <${Alert} text=${trouble} />
    </form>
  `;
}

function NotMine() {
  const [asking, setAsking] = useState(false);
  return html`
    <h2>${t("not_mine_heading")}</h2>
    <p>${t("not_mine_lead")}</p>
    <button type="button" class="wide quiet" onClick=${() => setAsking(true)}>${t("not_mine")}</button>
    ${asking && html`<${Sure} onClose=${() => setAsking(false)} />`}
  `;
}

/** @param {{onClose: () => void}} props */
function Sure({ onClose }) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(null);

  async function disown() {
    setBusy(true);
    setTrouble(null);
    try {
      await call("POST", "/me/not-mine");
      leaveWith("not_mine_done");
    } catch (problem) {
      setTrouble(sayProblem(problem));
      setBusy(false);
    }
  }

  return html`
    <${Dialog} heading=${t("not_mine_sure")} onClose=${onClose}>
      <p>${t("not_mine_effect")}</p>
      <button type="button" class="wide" disabled=${busy} onClick=${disown}>${t("not_mine_confirm")}</button>
      <button type="button" class="wide quiet" onClick=${onClose}>${t("not_mine_back")}</button>
      <${Alert} text=${trouble} />
    <//>
  `;
}
