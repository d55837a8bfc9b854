// Between signing in and the service: the user agreement and the privacy notice, for who has not agreed to the present ones.
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { local, sayProblem, t } from "../i18n/index.js";
import { Alert } from "../shared/widgets.js";
import * as Aloud from "../voice/aloud.js";
import { settings } from "../voice/settings.js";
import { willGoOn } from "../voice/store.js";
import { atTheDoor, give } from "./store.js";
import { ReadText } from "./text.js";

/** Beside the way in, before anybody is known. */
export const WhatIsAgreedTo = () => html`
  <p class="hint agreed-to">${t("sign_in_texts")}
    <${ReadText} purpose="agreement" label=${t("user_agreement")} />
    <${ReadText} purpose="privacy_notice" label=${t("privacy_notice")} /></p>
`;

/** @param {{onLeave: () => void}} props */
export function Door({ onLeave }) {
  const [trouble, setTrouble] = useState(null);
  const [busy, setBusy] = useState(false);
  const heading = useRef(null);
  useEffect(() => {
    heading.current.focus();
    // Who signed in by voice does not look, and hears it once.
    if (willGoOn() && !settings.value.screenReader) Aloud.speak(t("door_aloud"));
  }, []);

  const texts = atTheDoor.value;
  const names = texts.map(({ title }) => t("quoted", { title: local(title) })).join(t("and"));
  async function agree(event) {
    event.preventDefault();
    setBusy(true);
    setTrouble(null);
    try {
      for (const text of texts) await give(text);
    } catch (problem) {
      setTrouble(sayProblem(problem));
      setBusy(false);
    }
  }
  return html`
    <div class="sign-in">
      <h1 ref=${heading} tabindex="-1">${t("door_heading")}</h1>
      <p class="lead">${t(texts.some((one) => one.consented_version || one.withdrawn_at) ? "door_lead_again" : "door_lead")}</p>
      <ul class="door-texts">
        ${texts.map(({ purpose, title }) => html`<li key=${purpose}>
          <${ReadText} purpose=${purpose} label=${t("read_whole", { title: local(title) })} /></li>`)}
      </ul>
      <form onSubmit=${agree}>
        <label class="tick"><input type="checkbox" required /><span>${t("door_tick", { names })}</span></label>
        <button type="submit" class="wide" disabled=${busy}>${t("door_go_on")}</button>
        <button type="button" class="wide quiet" onClick=${onLeave}>${t("sign_out")}</button>
      </form>
      <${Alert} text=${trouble} />
    </div>
  `;
}
