// Where the borrower writes or speaks.
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { LONGEST_TEXT } from "../shared/contract.js";
import { sayProblem, t } from "../i18n/index.js";
import { Problem } from "../shared/http.js";
import { Icon } from "../shared/icons.js";
import { IconButton } from "../shared/widgets.js";
import { canStream } from "../voice/microphone.js";
import { active, start as startVoice } from "../voice/store.js";
import { canRecord, LONGEST_SECONDS, startRecording } from "./recorder.js";

const WARN_BELOW = 60;

// Of the Enter that ends a composition Safari says so by this code alone, since it comes after the composition's end.
const COMPOSED = 229;

/** Enter sends, except while an input method is composing; Shift+Enter starts a line. */
const isSend = (event) =>
  event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== COMPOSED;

/** @param {{label: string, hint: string, onSend: (text: string) => void, children?: any}} props */
export function TextComposer({ label, hint, onSend, children }) {
  const [text, setText] = useState("");
  function submit(event) {
    event.preventDefault();
    if (!text.trim()) return;
    onSend(text.trim());
    setText("");
  }
  const left = LONGEST_TEXT - text.length;
  return html`
    <form class="composer" onSubmit=${submit}>
      ${children}
      <div class="composer-field">
        <label class="visually-hidden" for="composer-text">${label}</label>
        <textarea id="composer-text" rows="1" maxlength=${LONGEST_TEXT} placeholder=${hint} value=${text}
          enterkeyhint="send" autocomplete="off"
          onInput=${(event) => setText(event.currentTarget.value)}
          onKeyDown=${(event) => isSend(event) && submit(event)}></textarea>
        ${left < WARN_BELOW && html`<span class="hint" role="status">${t("characters_left", { n: left })}</span>`}
      </div>
      <button type="submit" class="icon-button filled" aria-label=${t("send")} disabled=${!text.trim()}>
        <${Icon} name="send" />
      </button>
    </form>
  `;
}

/** The voice streams where the browser can; elsewhere one utterance is recorded and sent.
 *  @param {{onVoice: (audio: Blob) => Promise<void>, onTrouble: (words: string) => void}} props */
export function Composer({ onSend, onVoice, onTrouble }) {
  const [recording, setRecording] = useState(null);
  const [sending, setSending] = useState(false);

  async function start() {
    try {
      setRecording(await startRecording());
    } catch {
      onTrouble(sayProblem(new Problem("microphone")));
    }
  }

  async function finish() {
    const audio = await recording.stop();
    setRecording(null);
    setSending(true);
    await onVoice(audio);
    setSending(false);
  }

  function cancel() {
    recording.cancel();
    setRecording(null);
  }

  if (recording) return html`<${Recording} onStop=${finish} onCancel=${cancel} />`;
  return html`
    <div role="status" class="voice-status">${sending && t("voice_sending")}</div>
    <${TextComposer} label=${t("message_label")} hint=${t("message_hint")} onSend=${onSend}>
      ${canStream.value
        ? !active.value && html`<${IconButton} id="talk" icon="microphone" label=${t("voice_start")} onClick=${startVoice} />`
        : canRecord() && html`
          <${IconButton} icon="microphone" label=${t("record")} disabled=${sending} onClick=${start} />`}
    </${TextComposer}>
  `;
}

function Recording({ onStop, onCancel }) {
  const [seconds, setSeconds] = useState(0);
  const button = useRef(null);
  useEffect(() => button.current.focus(), []);
  useEffect(() => {
    const clock = setInterval(() => setSeconds((past) => past + 1), 1000);
    return () => clearInterval(clock);
  }, []);
  useEffect(() => {
    if (seconds >= LONGEST_SECONDS) onStop();
  }, [seconds]);
  return html`
    <div class="composer recording">
      <span class="visually-hidden" role="status">${t("recording_started")}</span>
      <${IconButton} icon="close" label=${t("cancel_recording")} onClick=${onCancel} />
      <span class="recording-clock" aria-hidden="true"><i class="pulse"></i>${t("recording", { seconds })}</span>
      <button type="button" class="icon-button filled" ref=${button} aria-label=${t("stop_and_send")} onClick=${onStop}>
        <${Icon} name="send" />
      </button>
    </div>
  `;
}
