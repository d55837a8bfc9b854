// The way in for who does not look at the page: one big button, or any letter key.
import { html, useEffect } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { Icon } from "../shared/icons.js";
import { canStream } from "../voice/microphone.js";
import { settings } from "../voice/settings.js";
import { active, finish, phase, said, start, stop } from "./voice.js";

/** @param {{onTrouble: (words: string | null) => void}} props */
export function VoiceSignIn({ onTrouble }) {
  useEffect(() => {
    const onKey = (event) => isFreeLetter(event) && start(onTrouble);
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", onKey);
      stop();
    };
  }, []);
  if (!canStream.value) return null;
  if (active.value) return html`<${Talking} />`;
  return html`
    <div class="voice-sign-in">
      <button type="button" class="wide" aria-describedby="voice-sign-in-hint" onClick=${() => start(onTrouble)}>
        <${Icon} name="microphone" /><span>${t("voice_sign_in")}</span>
      </button>
      <p id="voice-sign-in-hint" class="hint">${t("voice_sign_in_hint")}</p>
    </div>
  `;
}

/** A letter that is not written into a field and means nothing to the browser. */
function isFreeLetter(event) {
  const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat;
  return canStream.value && !writes && plain && /^\p{L}$/u.test(event.key);
}

/** What is said is read out; with a screen reader it reads this instead. */
function Talking() {
  const live = settings.value.screenReader ? "polite" : "off";
  return html`
    <section class="voice-sign-in" aria-label=${t("voice_sign_in_region")}>
      <p class=${`voice-phase ${phase.value}`} role="status" aria-live=${live}>
        <i class="pulse" aria-hidden="true"></i><span>${t(`voice_${phase.value}`)}</span>
      </p>
      <p role="status" aria-live=${live}>${said.value}</p>
      <div class="voice-actions">
        ${phase.value === "hearing" && html`
          <button type="button" class="quiet small" onClick=${finish}>${t("voice_finish")}</button>`}
        <button type="button" class="small" onClick=${stop}>${t("voice_sign_in_type")}</button>
      </div>
    </section>
  `;
}
