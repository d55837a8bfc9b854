// One message of the log: who, what, and what can be done with it.
import { html } from "../shared/html.js";
import { formatMoment, formatTime } from "../shared/dates.js";
import { languageOf, t } from "../i18n/index.js";
import { ReadText } from "../consents/text.js";
import { Blocks } from "../cards/blocks.js";
import { IconButton } from "../shared/widgets.js";
import { canReadAloud, readAloud, reading, silence } from "../voice/read_aloud.js";
import { trouble } from "./store.js";

function Listen({ entry }) {
  if (!canReadAloud() || entry.message.from === "borrower") return null;
  const { message, key } = entry;
  if (reading.value === key) {
    return html`<${IconButton} icon="stop" label=${t("stop_listening")} aria-pressed="true" onClick=${silence} />`;
  }
  const start = () => readAloud(key, message.speak || message.text, (words) => (trouble.value = words));
  return html`<${IconButton} icon="sound" label=${t("listen")} onClick=${start} />`;
}

const When = ({ at }) =>
  at && html`<time datetime=${at} title=${formatMoment(at)}>${formatTime(at)}</time>`;

/**
 * @param {{entry: import("./log.js").Entry, onResend: (entry: import("./log.js").Entry) => void, forStaff?: any}} props
 *   `forStaff`: what the desk adds; undefined on the borrower's page
 */
export function MessageItem({ entry, onResend, forStaff }) {
  const { message, state } = entry;
  const atDesk = forStaff !== undefined;
  return html`
    <li class=${`message from-${message.from} ${state}`}>
      <span class="sender">${t(atDesk && message.from === "borrower" ? "borrower" : `from_${message.from}`)}</span>
      ${message.text && html`<p class="bubble" lang=${languageOf(message.text)}>${message.text}</p>`}
      <${Blocks} blocks=${message.blocks ?? []} />
      ${message.expects === "credit_check_consent" && !atDesk &&
        html`<p><${ReadText} purpose="credit_check" label=${t("consent_read_credit_check")} /></p>`}
      ${forStaff}
      <div class="meta">
        <${When} at=${message.at} />
        ${state === "sending" && html`<span class="fade" aria-hidden="true">${t("sending")}…</span>`}
        ${state === "failed" && html`<span class="failed-note">${t("not_sent")}</span>
          <button type="button" class="quiet small" onClick=${() => onResend(entry)}>${t("retry")}</button>`}
        ${message.text && !atDesk && html`<${Listen} entry=${entry} />`}
      </div>
    </li>
  `;
}
