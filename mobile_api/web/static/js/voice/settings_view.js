// How this device speaks, as switches.
import { html } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { Dialog } from "../shared/widgets.js";
import { change, settings } from "./settings.js";

/** @param {{onClose: () => void}} props */
export const VoiceSettings = ({ onClose }) => html`
  <${Dialog} heading=${t("voice_settings")} onClose=${onClose}>
    <${ScreenReaderSwitch} />
    <${Switch} name="othersHear" label=${t("setting_others_hear")} hint=${t("setting_others_hear_hint")} />
    <${Switch} name="interrupt" label=${t("setting_interrupt")} hint=${t("setting_interrupt_hint")} />
  </${Dialog}>
`;

export const ScreenReaderSwitch = () => html`
  <${Switch} name="screenReader" label=${t("setting_screen_reader")} hint=${t("setting_screen_reader_hint")} />
`;

const Switch = ({ name, label, hint }) => html`
  <div class="voice-setting">
    <label class="tick">
      <input type="checkbox" aria-describedby=${`${name}-hint`} checked=${settings.value[name]}
        onChange=${(event) => change({ [name]: event.currentTarget.checked })} />
      <span>${label}</span>
    </label>
    <p id=${`${name}-hint`} class="hint">${hint}</p>
  </div>
`;
