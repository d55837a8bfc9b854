// The voice's bar above the composer: what goes on, what was understood, and how replies are read out.
import { html, useState } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { Icon } from "../shared/icons.js";
import { Dialog, IconButton } from "../shared/widgets.js";
import { keptBack } from "./aloud.js";
import { SaidThis } from "./question.js";
import { change, settings } from "./settings.js";
import { active, confirm, end, finish, obey, partial, phase, question, readsOut, trial } from "./store.js";

/** Shown while the voice is on. */
export function VoiceBar() {
  const [setting, setSetting] = useState(false);
  if (!active.value) return null;
  return html`
    <section class="voice-bar" aria-label=${t("voice_region")}>
      ${trial.value && html`<p class="notice warning"><${Icon} name="warning" /><span>${t("voice_trial")}</span></p>`}
      <p class=${`voice-phase ${phase.value}`} role="status" aria-live=${readsOut.value ? "off" : "polite"}>
        <i class="pulse" aria-hidden="true"></i><span>${t(`voice_${phase.value}`)}</span>
      </p>
      ${partial.value && html`<p class="voice-partial" aria-live="off">${partial.value}</p>`}
      ${question.value && html`
        <${SaidThis} words=${question.value.text} live=${readsOut.value ? "off" : "polite"} onAnswer=${confirm} />
      `}
      <div class="voice-actions">
        ${phase.value === "hearing" && html`<${Act} words="voice_finish" onClick=${finish} />`}
        <${Act} words="voice_repeat" onClick=${() => obey("repeat")} />
        <${Act} words="voice_slower" onClick=${() => obey("slower")} />
        <${Act} words="voice_faster" onClick=${() => obey("faster")} />
        ${keptBack.value && html`<${Act} words="voice_read_it" onClick=${() => obey("read_it")} />`}
        <${IconButton} icon="settings" label=${t("voice_settings")} onClick=${() => setSetting(true)} />
        <button type="button" class="small" onClick=${() => end()}>${t("voice_end")}</button>
      </div>
      ${setting && html`<${VoiceSettings} onClose=${() => setSetting(false)} />`}
    </section>
  `;
}

const Act = ({ words, onClick }) => html`
  <button type="button" class="quiet small" onClick=${onClick}>${t(words)}</button>
`;

const VoiceSettings = ({ onClose }) => html`
  <${Dialog} heading=${t("voice_settings")} onClose=${onClose}>
    <${Switch} name="screenReader" label=${t("setting_screen_reader")} hint=${t("setting_screen_reader_hint")} />
    <${Switch} name="othersHear" label=${t("setting_others_hear")} hint=${t("setting_others_hear_hint")} />
    <${Switch} name="interrupt" label=${t("setting_interrupt")} hint=${t("setting_interrupt_hint")} />
  </${Dialog}>
`;

const Switch = ({ name, label, hint }) => html`
  <div class="voice-setting">
    <label class="checkbox">
      <input type="checkbox" aria-describedby=${`${name}-hint`} checked=${settings.value[name]}
        onChange=${(event) => change({ [name]: event.currentTarget.checked })} />
      <span>${label}</span>
    </label>
    <p id=${`${name}-hint`} class="hint">${hint}</p>
  </div>
`;
