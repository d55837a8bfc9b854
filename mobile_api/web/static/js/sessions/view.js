// Where the borrower is signed in, and signing out there.
import { formatMoment } from "../shared/dates.js";
import { html, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { Loaded } from "../shared/loaded.js";
import { call, signOut } from "../shared/session.js";
import { Alert, Facts } from "../shared/widgets.js";

export const SessionsView = () => html`
  <div class="screen">
    <h1>${t("sessions")}</h1>
    <p>${t("sessions_lead")}</p>
    <${Loaded} load=${() => call("GET", "/me/sessions")}
      show=${(sessions, refresh) => html`<${SessionList} sessions=${sessions} onEnded=${refresh} />`} />
  </div>
`;

function leave() {
  signOut();
  location.hash = "";
}

/** @param {{sessions: object[], onEnded: () => void}} props */
function SessionList({ sessions, onEnded }) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(null);

  async function end(which) {
    setBusy(true);
    setTrouble(null);
    try {
      await call("DELETE", `/me/sessions${which}`);
      onEnded();
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
    setBusy(false);
  }

  const others = sessions.some((one) => !one.current);
  return html`
    <ul class="loan-list">
      ${sessions.map((one) => html`
        <li key=${one.id} class="card">
          <h2>${one.client || t("session_unknown")}
            ${one.current && html` <span class="chip-state">${t("session_current")}</span>`}</h2>
          <${Facts} rows=${[[t("session_since"), formatMoment(one.created_at)], [t("session_used"), formatMoment(one.last_used_at)]]} />
          <button type="button" class="quiet" disabled=${busy}
            onClick=${() => (one.current ? leave() : end(`/${one.id}`))}>
            ${t(one.current ? "session_end_here" : "session_end")}
          </button>
        </li>`)}
    </ul>
    ${others && html`
      <button type="button" class="wide" disabled=${busy} onClick=${() => end("?others=true")}>
        ${t("sessions_end_others")}
      </button>`}
    <${Alert} text=${trouble} />
  `;
}
