// The voice's bar above the composer: what goes on, what was understood, and how replies are read out.
import { focusIsLost } from "../shared/focus.js";
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { Icon } from "../shared/icons.js";
import { IconButton } from "../shared/widgets.js";
import { keptBack } from "./aloud.js";
import { SaidThis } from "./question.js";
import { VoiceSettings } from "./settings_view.js";
import { active, confirm, end, finish, obey, partial, phase, question, readsOut, trial } from "./store.js";

/** Shown while the voice is on. A screen reader keeps quiet about it while somebody speaks. */
export function VoiceBar() {
  const [setting, setSetting] = useState(false);
  const bar = useRef(null);
  useEffect(() => {
    if (!active.value) return;
    if (focusIsLost()) bar.current.focus();
    return () => focusIsLost() && document.getElementById("talk")?.focus();
  }, [active.value]);
  if (!active.value) return null;
  const live = readsOut.value ? "off" : "polite";
  return html`
    <section class="voice-bar" ref=${bar} tabindex="-1" aria-label=${t("voice_region")}>
      <div role="status" aria-live=${live}>
        ${trial.value && html`<p class="notice warning"><${Icon} name="warning" /><span>${t("voice_trial")}</span></p>`}
      </div>
      <p class=${`voice-phase ${phase.value}`} role="status" aria-live=${phase.value === "hearing" ? "off" : live}>
        <i class="pulse" aria-hidden="true"></i><span>${t(`voice_${phase.value}`)}</span>
      </p>
      ${partial.value && html`<p class="voice-partial" aria-live="off">${partial.value}</p>`}
      ${question.value && html`
        <${SaidThis} words=${question.value.text} live=${live} onAnswer=${confirm} />
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
