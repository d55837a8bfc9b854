// Finding a borrower, and who waits for a person to confirm them; beside it the one that was opened.
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../i18n/index.js";
import { formatMoment } from "../../shared/dates.js";
import { route } from "../../shared/route.js";
import { Alert, Choice, Field } from "../../shared/widgets.js";
import { Borrower, stateOf } from "./borrower.js";
import { choose, chosen, enter, found, news, refresh, search, trouble, waiting } from "./store.js";

const WAYS = ["name", "id_number", "phone"];
const KEYBOARDS = { phone: "tel" };

export function Borrowers() {
  const id = route.value[1];
  useEffect(enter, []);
  useEffect(() => void choose(id), [id]);
  return html`
    <h1 class="visually-hidden">${t("borrowers_heading")}</h1>
    <${Alert} text=${trouble.value} />
    <div role="status">${news.value && html`<p class="notice good">${news.value}</p>`}</div>
    <div class=${`desk-panes borrowers ${id ? "opened" : ""}`}>
      <section class="queue" aria-labelledby="find-heading">
        <h2 id="find-heading">${t("find_heading")}</h2>
        <${Search} />
        <${Waiting} />
      </section>
      ${chosen.value
        ? html`<${Borrower} key=${chosen.value.borrower_id} borrower=${chosen.value} />`
        : html`<section class="desk-conversation nothing">
            <p class="hint" role="status">${t(id && !trouble.value ? "loading" : "pick_borrower")}</p>
          </section>`}
    </div>
  `;
}

function Search() {
  const [by, setBy] = useState("name");

  function submit(event) {
    event.preventDefault();
    search(by, new FormData(event.currentTarget).get("wanted"));
  }

  return html`
    <form onSubmit=${submit} autocomplete="off" role="search">
      <${Choice} id="find-by" label=${t("find_by")} value=${by} options=${WAYS.map((way) => [way, t(`find_${way}`)])}
        onChange=${(event) => setBy(event.currentTarget.value)} />
      <${Field} id="find-wanted" name="wanted" label=${t(`find_${by}`)} hint=${t("find_hint")} required maxlength="40"
        inputmode=${KEYBOARDS[by]} spellcheck=${false} />
      <button type="submit" class="small">${t("find_submit")}</button>
    </form>
    <div role="status" class="found">
      ${found.value && html`<p>${found.value.length ? t("find_found", { n: found.value.length }) : t("find_nobody")}</p>`}
    </div>
    ${found.value?.length > 0 && html`<${Lines} borrowers=${found.value} />`}
  `;
}

const Waiting = () => html`
  <h3>${t("proofs_waiting")} ${waiting.value && html`<span class="chip-state">${waiting.value.length}</span>`}</h3>
  ${waiting.value?.length === 0 && html`<p class="hint">${t("proofs_none")}</p>`}
  ${waiting.value && html`<${Lines} borrowers=${waiting.value} />`}
  <div class="row-actions"><button type="button" class="quiet small" onClick=${refresh}>${t("proofs_refresh")}</button></div>
`;

const Lines = ({ borrowers }) => html`
  <ul>${borrowers.map((one) => html`<${Line} key=${one.borrower_id} borrower=${one} />`)}</ul>
`;

function Line({ borrower: { borrower_id: id, identity, claim } }) {
  const here = route.value[1] === id;
  const name = identity.name ?? t("borrower_unnamed");
  return html`
    <li class=${`waiting ${here ? "here" : ""}`}>
      <p><b>${name}</b>${" "}<span class="chip-state">${claim ? t(`proved_${identity.waits_for}`) : t(stateOf(identity))}</span></p>
      <p class="hint">${identity.id_number}</p>
      ${claim && html`<p class="hint">${t("waiting_since", { time: formatMoment(claim.claimed_at) })}</p>`}
      <div class="row-actions">
        <a class="link-button small" href=${`#borrowers/${id}`} aria-current=${here ? "page" : undefined}
          aria-label=${t("open_borrower_of", { name })}>${t("open_borrower")}</a>
      </div>
    </li>
  `;
}
