// The borrower's consents: each with its text, whether it is given and since when, giving it and taking it back.
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { local, sayProblem, t } from "../i18n/index.js";
import { formatMoment } from "../shared/dates.js";
import { Alert } from "../shared/widgets.js";
import { consents, give, load, withdraw } from "./store.js";
import { Whole } from "./text.js";

export function ConsentsView() {
  const [trouble, setTrouble] = useState(null);
  const refresh = () => load().then(() => setTrouble(null), (problem) => setTrouble(sayProblem(problem)));
  useEffect(() => void refresh(), []);
  return html`
    <div class="screen">
      <p><a href="#loans">${t("nav_loans")}</a></p>
      <h1>${t("nav_consents")}</h1>
      <p class="lead">${t("consents_lead")}</p>
      <${Alert} text=${trouble} />
      ${trouble && html`<button type="button" onClick=${refresh}>${t("try_again")}</button>`}
      ${consents.value
        ? html`<ul class="consents">
            ${consents.value.map((one) => html`<li key=${one.purpose} class="card"><${One} consent=${one} /></li>`)}
          </ul>`
        : !trouble && html`<p role="status">${t("loading")}</p>`}
    </div>
  `;
}

function standing({ given, given_at: since, withdrawn_at: until }) {
  if (given) return t("consent_given", { time: formatMoment(since) });
  if (since) return t("consent_to_old_text", { time: formatMoment(since) });
  return until ? t("consent_withdrawn", { time: formatMoment(until) }) : t("consent_not_given");
}

function One({ consent }) {
  const [sure, setSure] = useState(false);
  const [trouble, setTrouble] = useState(null);
  const [busy, setBusy] = useState(false);
  const title = local(consent.title);
  const given = consent.given || consent.given_at !== null;

  async function carefully(work) {
    setBusy(true);
    setTrouble(null);
    try {
      await work();
      setSure(false);
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
    setBusy(false);
  }
  return html`
    <h2>${title}</h2>
    <p role="status" class=${consent.given ? "consent-state given" : "consent-state"}>${standing(consent)}</p>
    <details><summary>${t("read_whole", { title })}</summary><${Whole} consent=${consent} /></details>
    ${sure && html`<${Sure} consent=${consent} busy=${busy} onKeep=${() => setSure(false)}
      onWithdraw=${() => carefully(() => withdraw(consent.purpose))} />`}
    ${!sure && html`
      <div class="consent-acts">
        ${!consent.given && html`<button type="button" class="small" disabled=${busy}
          aria-label=${t("consent_give_to", { title })} onClick=${() => carefully(() => give(consent))}>${t("consent_give")}</button>`}
        ${given && html`<button type="button" class="quiet small" aria-label=${t("consent_withdraw_of", { title })}
          onClick=${() => setSure(true)}>${t("consent_withdraw")}</button>`}
      </div>`}
    <${Alert} text=${trouble} />
  `;
}

/** What withdrawing changes, before it is done. */
function Sure({ consent, busy, onKeep, onWithdraw }) {
  const region = useRef(null);
  useEffect(() => region.current.focus(), []);
  return html`
    <section ref=${region} tabindex="-1" class="notice warning consent-sure" aria-label=${t("consent_sure")}>
      <p>${local(consent.withdrawing)}</p>
      <div class="consent-acts">
        <button type="button" class="small" disabled=${busy} onClick=${onWithdraw}>${t("consent_withdraw_now")}</button>
        <button type="button" class="quiet small" onClick=${onKeep}>${t("consent_keep")}</button>
      </div>
    </section>
  `;
}
