// The borrower's data: a copy to download, the account to close, and the receipt of an erasure, which needs no sign-in.
import { html, useEffect, useState } from "../shared/html.js";
import { local, sayProblem, t } from "../i18n/index.js";
import { formatDay, formatMoment } from "../shared/dates.js";
import { request } from "../shared/http.js";
import { save } from "../shared/save.js";
import { call, signOut } from "../shared/session.js";
import { Alert, Field } from "../shared/widgets.js";
import { useStepUp } from "../signin/step_up.js";

export const AccountView = () => html`
  <div class="screen">
    <h1>${t("nav_data")}</h1>
    <section class="card"><${Download} /></section>
    <section class="card"><${CloseAccount} /></section>
    <${Receipts} />
  </div>
`;

function Download() {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(null);

  async function download(form) {
    setBusy(true);
    setTrouble(null);
    try {
      save(await call("GET", `/me/export?form=${form}`, { blob: true }), `loantalk.${form}`);
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
    setBusy(false);
  }

  return html`
    <h2>${t("data_copy")}</h2>
    <p>${t("data_copy_lead")}</p>
    <p>
      <button type="button" disabled=${busy} onClick=${() => download("zip")}>${t(busy ? "data_copy_making" : "data_copy_zip")}</button>
      ${" "}<button type="button" class="quiet" disabled=${busy} onClick=${() => download("json")}>${t("data_copy_json")}</button>
    </p>
    <${Alert} text=${trouble} />
  `;
}

function CloseAccount() {
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(null);
  const [send, codeStep] = useStepUp(t("close_account_code_lead"), t("close_account_for_good"));

  async function close(event) {
    event.preventDefault();
    setBusy(true);
    setTrouble(null);
    try {
      const receipt = await send("DELETE", "/me", { confirm: words });
      if (receipt.account_closed) signOut();
      location.hash = `receipt/${receipt.id}`;
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
    setBusy(false);
  }

  return html`
    <h2>${t("close_account")}</h2>
    <p>${t("close_account_goes")}</p>
    <p>${t("close_account_stays")}</p>
    <p>${t("close_account_loan")}</p>
    <form onSubmit=${close}>
      <${Field} id="close-words" label=${t("close_account_words")} hint=${t("close_account_hint")} autocomplete="off" required
        value=${words} onInput=${(event) => setWords(event.target.value)} />
      <button type="submit" disabled=${busy || words.trim().toLowerCase() !== t("close_account_phrase")}>${t("close_account")}</button>
    </form>
    ${codeStep}
    <${Alert} text=${trouble} />
  `;
}

function Receipts() {
  const [receipts, setReceipts] = useState([]);
  // Without an answer the page does all the rest.
  useEffect(() => void call("GET", "/me/erasures").then(setReceipts, () => {}), []);
  if (!receipts.length) return null;
  return html`
    <section class="card">
      <h2>${t("erasure_receipts")}</h2>
      <ul>${receipts.map(({ id, asked_at }) => html`<li key=${id}><a href=${`#receipt/${id}`}>${formatMoment(asked_at)} · ${id}</a></li>`)}</ul>
    </section>
  `;
}

/** @param {{id: string}} props */
export function ReceiptView({ id }) {
  const [receipt, setReceipt] = useState(null);
  const [trouble, setTrouble] = useState(null);
  useEffect(() => {
    setReceipt(null);
    request("GET", `/erasures/${encodeURIComponent(id)}`).then(setReceipt, (problem) => setTrouble(sayProblem(problem)));
  }, [id]);
  if (trouble) return html`<div class="screen"><${Alert} text=${trouble} /></div>`;
  if (!receipt) return html`<p role="status">${t("loading")}</p>`;
  const erased = receipt.outcomes.filter((one) => one.erased);
  const kept = receipt.outcomes.filter((one) => one.kept);
  const download = () => save(new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" }), `${id}.json`);
  return html`
    <div class="screen">
      <h1>${t("erasure_receipt")}</h1>
      <section class="card">
        <p>${t("erasure_number", { id })}</p>
        <p role="status">${local(receipt.says)}</p>
        <p><button type="button" class="quiet" onClick=${download}>${t("erasure_download")}</button></p>
      </section>
      ${erased.length > 0 && html`
        <section class="card"><h2>${t("erasure_gone")}</h2>
          <ul>${erased.map((one) => html`<li key=${one.store + one.table}>${local(one.holds)}</li>`)}</ul></section>`}
      ${kept.length > 0 && html`
        <section class="card"><h2>${t("erasure_kept")}</h2>
          <ul>${kept.map((one) => html`<li key=${one.store + one.table}><b>${local(one.holds)}</b>
            ${one.until && html` · ${t("erasure_until", { day: formatDay(one.until) })}`}<br />${local(one.why)}</li>`)}</ul></section>`}
    </div>
  `;
}
