// The chosen conversation with what the assistant understood, and the ways to act in it.
import { html, useState } from "../shared/html.js";
import { languageOf, t, word } from "../i18n/index.js";
import { TextComposer } from "../chat/composer.js";
import { LogView } from "../chat/log_view.js";
import { formatTime } from "../shared/dates.js";
import { NoteDialog } from "./note_dialog.js";
import { chosen, claim, handoff, isMine, release, reply, resend, returnToBot, takeOver } from "./store.js";

export function DeskConversation() {
  if (!chosen.value) {
    return html`<section class="desk-conversation nothing"><p class="hint">${t("pick_conversation")}</p></section>`;
  }
  return html`
    <section class="desk-conversation" aria-label=${t("desk_conversation")}>
      ${handoff.value && html`<${Heading} handoff=${handoff.value} />`}
      <${LogView} key=${chosen.value.id} log=${chosen.value.log} onResend=${resend} forStaff=${forStaff} />
      ${isMine.value
        ? html`<${TextComposer} label=${t("reply_label")} hint=${t("reply_hint")} onSend=${reply} />`
        : html`<p class="hint claim-first">${t("claim_to_reply")}</p>`}
    </section>
  `;
}

function Heading({ handoff }) {
  // What a note is written for: "return", "take_over", or null.
  const [noting, setNoting] = useState(null);
  const isTheirs = handoff.state === "claimed" && !isMine.value;
  return html`
    <header class="desk-header">
      <div>
        <h2>${word("reason", handoff.reason)} <span class="hint">${handoff.number}</span></h2>
        <p class="hint" lang=${languageOf(handoff.summary)}>${handoff.summary}</p>
      </div>
      <div class="row-actions">
        ${chosen.value.borrowerId && html`<a href=${`#borrowers/${chosen.value.borrowerId}`}>${t("open_identity")}</a>`}
        ${handoff.state === "queued" && html`
          <button type="button" onClick=${() => claim(handoff)}>${t("claim_handoff")}</button>`}
        ${isMine.value && html`
          <button type="button" class="quiet" onClick=${() => release(handoff)}>${t("release")}</button>
          <button type="button" onClick=${() => setNoting("return")}>${t("return_to_bot")}</button>`}
        ${isTheirs && html`
          <button type="button" class="quiet" onClick=${() => setNoting("take_over")}>${t("take_over")}</button>`}
      </div>
    </header>
    ${noting === "return" && html`
      <${NoteDialog} heading=${t("return_to_bot")} label=${t("return_note")} confirm=${t("return_confirm")}
        onNote=${(note) => returnToBot(handoff, note)} onClose=${() => setNoting(null)} />`}
    ${noting === "take_over" && html`
      <${NoteDialog} heading=${t("take_over")} label=${t("take_over_note")} confirm=${t("take_over_confirm")} required
        onNote=${(note) => takeOver(handoff, note)} onClose=${() => setNoting(null)} />`}
  `;
}

/** What only staff see below a message: how it was understood, and the notes made after it. */
function forStaff({ message }) {
  const notes = chosen.value.notes.filter((note) => note.after_seq === message.seq);
  return html`
    ${message.understanding && html`<${Understanding} found=${message.understanding} />`}
    ${notes.map((note) => html`<${StaffNote} key=${note.at} note=${note} />`)}
  `;
}

function Understanding({ found: { intent, confidence, acts, values, article, guard, slots } }) {
  const known = Object.entries(slots ?? {}).filter(([, value]) => value !== null);
  return html`
    <details class="understanding">
      <summary>
        ${t("understanding")}: ${intent ?? t("none")} ${confidence != null && `(${confidence.toFixed(2)})`}
      </summary>
      <p class="hint">${t("acts")}: ${acts.join(", ") || t("none")}</p>
      <ul>
        ${Object.entries({ ...values, article, guard }).filter(([, value]) => value != null).map(([name, value]) =>
          html`<li key=${name}><code>${name}</code> ${show(value)}</li>`)}
      </ul>
      <p class="hint">${t("slots")}: ${known.length === 0 && t("none")}</p>
      <ul>${known.map(([name, value]) => html`<li key=${name}><code>${name}</code> ${show(value)}</li>`)}</ul>
    </details>
  `;
}

const show = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));

const StaffNote = ({ note }) => html`
  <p class="staff-note"><b>${t(`staff_note_${note.kind}`)}</b> · ${formatTime(note.at)}<br />${note.text}</p>
`;
