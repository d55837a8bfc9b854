// The way in for who does not look at the page: one big button.
import { useLostFocus } from "../shared/focus.js";
import { html, useEffect, useRef } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { Icon } from "../shared/icons.js";
import { canStream } from "../voice/microphone.js";
import { settings } from "../voice/settings.js";
import { ScreenReaderSwitch } from "../voice/settings_view.js";
import { active, canSpeak, finish, phase, said, start, stop } from "./voice.js";

/** @param {{onTrouble: (words: string | null) => void}} props */
export function VoiceSignIn({ onTrouble }) {
  useEffect(() => stop, []);
  if (!canStream.value) return null;
  return active.value ? html`<${Talking} />` : html`<${Start} onTrouble=${onTrouble} />`;
}

/** Whoever opens the page stands on the button: Enter or Space is enough. */
function Start({ onTrouble }) {
  const button = useRef(null);
  // A button that is off takes no focus: the device's voices may come late.
  useLostFocus(button, canSpeak());
  const hint = canSpeak() ? "voice_sign_in_hint" : "voice_sign_in_silent";
  return html`
    <div class="voice-sign-in">
      <button type="button" class="wide" ref=${button} disabled=${!canSpeak()} aria-describedby="voice-sign-in-hint"
        onClick=${() => start(onTrouble)}>
        <${Icon} name="microphone" /><span>${t("voice_sign_in")}</span>
      </button>
      <p id="voice-sign-in-hint" class="hint">${t(hint)}</p>
      <${ScreenReaderSwitch} />
    </div>
  `;
}

function typeInstead() {
  stop();
  document.getElementById("phone").focus();
}

/**
 * What is said is read out; with a screen reader it reads this instead, but nothing while they speak. The buttons stand
 * above what comes and goes: nothing moves under a finger.
 */
function Talking() {
  const section = useRef(null);
  useLostFocus(section);
  const live = settings.value.screenReader ? "polite" : "off";
  return html`
    <section class="voice-sign-in" ref=${section} tabindex="-1" aria-label=${t("voice_sign_in_region")}>
      <p class=${`voice-phase ${phase.value}`} role="status" aria-live=${phase.value === "hearing" ? "off" : live}>
        <i class="pulse" aria-hidden="true"></i><span>${t(`voice_${phase.value}`)}</span>
      </p>
      <div class="voice-actions">
        <button type="button" class="small" onClick=${typeInstead}>${t("voice_sign_in_type")}</button>
        ${phase.value === "hearing" && html`
          <button type="button" class="quiet small" onClick=${finish}>${t("voice_finish")}</button>`}
      </div>
      <p role="status" aria-live=${live}>${said.value}</p>
    </section>
  `;
}
