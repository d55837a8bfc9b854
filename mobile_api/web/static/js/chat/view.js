// The chat screen of the borrower.
import { html, useEffect } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { Icon } from "../shared/icons.js";
import { Alert, OfflineNotice } from "../shared/widgets.js";
import { SaidThis } from "../voice/question.js";
import { opened, readsOut } from "../voice/store.js";
import { VoiceBar } from "../voice/view.js";
import { Composer } from "./composer.js";
import { LogView } from "./log_view.js";
import {
  answerDoubt, buttons, conversation, doubted, log, open, press, resend, sendText, sendVoice, trouble, typing,
} from "./store.js";

const OWNER_ICON = { bot: "chat", queue: "clock", staff: "person" };

const Owner = ({ owner }) => html`
  <p class=${`owner owner-${owner}`} role="status">
    <${Icon} name=${OWNER_ICON[owner]} /><span>${t(`owner_${owner}`)}</span>
  </p>
`;

function QuickReplies({ buttons }) {
  if (!buttons.length) return null;
  function answer(button) {
    press(button);
    // The pressed button is about to go: keep the keyboard's place in the conversation.
    document.getElementById("log").focus();
  }
  return html`
    <div class="quick-replies" role="group" aria-label=${t("quick_replies")}>
      ${buttons.map((button) => html`
        <button type="button" class="quick" key=${button.action} onClick=${() => answer(button)}>
          ${button.title}
        </button>`)}
    </div>
  `;
}

const enter = () => open().then(opened);

export function ChatView() {
  useEffect(() => {
    if (!conversation.value) enter();
  }, []);
  if (!conversation.value) return html`<${Opening} />`;
  return html`
    <h1 class="visually-hidden">${t("conversation")}</h1>
    <${OfflineNotice} />
    <${Owner} owner=${conversation.value.owner} />
    <${LogView} log=${log.value} typing=${typing.value} quiet=${readsOut.value} onResend=${resend}>
      <${QuickReplies} buttons=${buttons.value} />
    </${LogView}>
    <${Alert} text=${trouble.value} />
    <${VoiceBar} />
    ${doubted.value && html`<${SaidThis} words=${doubted.value.words} onAnswer=${answerDoubt} />`}
    <${Composer} onSend=${sendText} onVoice=${sendVoice} onTrouble=${(words) => (trouble.value = words)} />
  `;
}

const Opening = () => html`
  <div class="centre">
    <h1 class="visually-hidden">${t("conversation")}</h1>
    ${trouble.value
      ? html`<${Alert} text=${trouble.value} /><button type="button" onClick=${enter}>${t("try_again")}</button>`
      : html`<p role="status">${t("loading")}</p>`}
  </div>
`;
