// Who waits for a person: urgent ones first, then the longest waiting.
import { html } from "../shared/html.js";
import { languageOf, t, word } from "../i18n/index.js";
import { formatTime } from "../shared/dates.js";
import { choose, chosen, claim, handoffs, me } from "./store.js";

const groupOf = (handoff) => {
  if (handoff.state === "queued") return "waiting";
  return handoff.staff_id === me.value?.id ? "mine" : "others";
};

export function Queue() {
  const membersOf = (name) => handoffs.value.filter((one) => groupOf(one) === name);
  const groups = ["mine", "waiting", "others"].map((name) => [name, membersOf(name)]);
  return html`
    <section class="queue" aria-labelledby="queue-heading">
      <h2 id="queue-heading">${t("queue")}</h2>
      ${handoffs.value.length === 0 && html`<p class="hint">${t("queue_empty")}</p>`}
      ${groups.filter(([, members]) => members.length).map(([name, members]) => html`
        <div key=${name}>
          <h3>${t(`queue_${name}`)} <span class="chip-state">${members.length}</span></h3>
          <ul>${members.map((one) => html`<${Waiting} key=${one.id} handoff=${one} group=${name} />`)}</ul>
        </div>`)}
    </section>
  `;
}

function Waiting({ handoff, group }) {
  const here = chosen.value?.id === handoff.conversation_id;
  return html`
    <li class=${`waiting ${here ? "here" : ""}`}>
      <p>
        <b>${word("reason", handoff.reason)}</b>${" "}
        ${handoff.urgent && html`<span class="chip-state overdue">${t("urgent")}</span>${" "}`}
        <span class="chip-state">${t(`language_${handoff.language}`)}</span>
      </p>
      <p class="summary" lang=${languageOf(handoff.summary)}>${handoff.summary}</p>
      <p class="hint">
        ${handoff.number} · ${t("waiting_since", { time: formatTime(handoff.created_at) })}
        ${handoff.staff_name && ` · ${handoff.staff_name}`}
      </p>
      <div class="row-actions">
        <button type="button" class="quiet small" aria-current=${here || undefined}
          onClick=${() => choose(handoff.conversation_id)}>
          ${t("open_conversation")}
        </button>
        ${group === "waiting" && html`
          <button type="button" class="small" onClick=${() => claim(handoff)}>${t("claim_handoff")}</button>`}
      </div>
    </li>
  `;
}
